import AdjointCore
import AdjointKernels

/// Batches taken apart into blocks: `SpaceToBatchND`, `BatchToSpaceND` and their two-dimensional predecessors.
///
/// An element at spatial position p of the padded images belongs to part p mod block, at position ⌊p / block⌋.
struct BlockShape {
    var block: [Int]
    var paddings: [Padding]

    /// - Throws: ``OperationError`` if block sizes are not positive or paddings negative.
    init(block: [Int], paddings amounts: [Int]) throws(OperationError) {
        guard block.allSatisfy({ 1...Int(Int32.max) ~= $0 }) else {
            throw OperationError("block sizes must be positive: \(block)")
        }
        guard amounts.count == 2 * block.count, amounts.allSatisfy({ 0...Int(Int32.max) ~= $0 }) else {
            throw OperationError(
                "there must be two numbers, not negative, for each of \(block.count) block sizes: \(amounts)")
        }
        self.block = block
        paddings = block.indices.map { Padding(before: amounts[2 * $0], after: amounts[2 * $0 + 1]) }
    }

    /// The number of parts.
    func partCount() throws(OperationError) -> Int {
        var count = 1
        for size in block {
            let (product, overflows) = count.multipliedReportingOverflow(by: size)
            guard !overflows, product <= Int32.max else { throw OperationError("too many parts: \(block)") }
            count = product
        }
        return count
    }

    /// The shape of the parts of images.
    func partsShape(_ images: Shape) throws(OperationError) -> Shape {
        guard var sizes = images.partialDimensions else { return .unknown }
        guard sizes.count > block.count else {
            throw OperationError("\(block.count) block sizes do not fit images of shape \(images)")
        }
        let count = try partCount()
        sizes[0] = try sizes[0].map { size throws(OperationError) in try Self.product(size, count) }
        for (axis, size) in block.enumerated() {
            guard let extent = sizes[axis + 1] else { continue }
            let (padded, overflows) = extent.addingReportingOverflow(paddings[axis].before + paddings[axis].after)
            guard !overflows, padded % size == 0 else {
                throw OperationError("an extent of \(padded), padding included, does not divide by \(size)")
            }
            sizes[axis + 1] = padded / size
        }
        return Shape(sizes)
    }

    /// The shape of the images that parts make up.
    func imagesShape(_ parts: Shape) throws(OperationError) -> Shape {
        guard var sizes = parts.partialDimensions else { return .unknown }
        guard sizes.count > block.count else {
            throw OperationError("\(block.count) block sizes do not fit parts of shape \(parts)")
        }
        let count = try partCount()
        if let batch = sizes[0] {
            guard batch % count == 0 else { throw OperationError("a batch of \(batch) does not divide by \(count)") }
            sizes[0] = batch / count
        }
        for (axis, size) in block.enumerated() {
            guard let extent = sizes[axis + 1] else { continue }
            let cropped = try Self.product(extent, size) - paddings[axis].before - paddings[axis].after
            guard cropped >= 0 else { throw OperationError("more is cut off than there is: \(parts)") }
            sizes[axis + 1] = cropped
        }
        return Shape(sizes)
    }

    private static func product(_ left: Int, _ right: Int) throws(OperationError) -> Int {
        let (product, overflows) = left.multipliedReportingOverflow(by: right)
        guard !overflows else { throw OperationError("an extent is too large: \(left) · \(right)") }
        return product
    }

    /// The kernel between images of known shape, input or output 0, and their parts.
    func kernel(images: [Int], dtype: DType, takesApart: Bool) throws -> Kernel {
        let size = dtype.byteCount
        guard !dtype.isManaged else { throw OperationError.noKernel(for: dtype) }
        var padded = images
        for (axis, padding) in paddings.enumerated() { padded[axis + 1] += padding.before + padding.after }
        // Images as [batch, extent₁, block₁, …, rest], parts as [block₁, …, batch, extent₁, …, rest].
        let rest = images[(block.count + 1)...].reduce(1, *)
        let extents = block.indices.map { padded[$0 + 1] / block[$0] }
        var imageStrides = contiguousStrides(Array(padded[...block.count]) + [rest])
        imageStrides.removeLast()
        let shape = block + [images[0]] + extents + [rest]
        let imageSide =
            block.indices.map { imageStrides[$0 + 1] } + [imageStrides[0]]
            + block.indices.map { imageStrides[$0 + 1] * block[$0] } + [1]
        let partSide = contiguousStrides(shape)
        let begin = [0] + paddings.map(\.before) + Array(repeating: 0, count: images.count - block.count - 1)
        let isPadded = padded != images
        guard
            let parting = StridedCopy(
                extents: shape, sourceStrides: takesApart ? imageSide : partSide,
                targetStrides: takesApart ? partSide : imageSide),
            let padding = takesApart
                ? StridedCopy.insert(into: padded, begin: begin, extents: images)
                : StridedCopy.slice(shape: padded, begin: begin, extents: images)
        else { throw OperationError("blocks of more than three dimensions are not supported") }
        let byteCount = isPadded ? padded.reduce(1, *) * size : 0
        return Kernel(scratchByteCount: byteCount) { arguments in
            let (source, target) = (arguments.rawInput(0), arguments.rawOutput(0))
            let (scratch, workers) = (arguments.scratch, arguments.workers)
            if !isPadded {
                parting.apply(from: source, to: target, elementSize: size, workers: workers)
            } else if takesApart {
                scratch.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
                padding.apply(from: source, to: scratch, elementSize: size, workers: workers)
                parting.apply(from: scratch, to: target, elementSize: size, workers: workers)
            } else {
                parting.apply(from: source, to: scratch, elementSize: size, workers: workers)
                padding.apply(from: scratch, to: target, elementSize: size, workers: workers)
            }
        }
    }
}

extension ShapeContext {
    /// The block sizes at input 1 and the paddings at input 2, if known.
    ///
    /// - Throws: ``OperationError`` if their shapes do not fit.
    func blockShape() throws(OperationError) -> BlockShape? {
        guard shape(1).isCompatible(with: [nil]),
            shape(2).isCompatible(with: [shape(1).rank == 1 ? shape(1)[0] : nil, 2])
        else {
            throw OperationError(
                "block sizes must be a vector, with as many rows of two numbers: \(shape(1)), \(shape(2))")
        }
        guard let block = integers(1), let amounts = integers(2) else { return nil }
        return try BlockShape(block: block, paddings: amounts)
    }
}
