/// Puts a tensor together from the parts that it was saved in.
enum SliceAssembly {
    /// A part: which one it is, and its elements.
    typealias Part = (slice: TensorSliceProto, contents: Bytes)

    /// The whole of `tensor`, whose elements must have a fixed size. O(size of the result).
    ///
    /// - Throws: `FormatError`: `malformed` where the parts are not as large as their slices, or do not add up.
    static func assemble(_ tensor: CheckpointTensor, _ parts: [Part]) throws -> Bytes {
        // Checked before the memory is asked for: a few bytes in a file must not stand for all of it.
        let boxes = try parts.map { try Box($0.slice, in: tensor) }
        let elementSize = tensor.dtype.size ?? 1
        var total = 0
        for (box, part) in zip(boxes, parts) {
            guard part.contents.count == box.count * elementSize else { throw fault(tensor) }
            total = total.addingReportingOverflow(box.count).partialValue
        }
        guard total == tensor.elementCount else { throw fault(tensor) }
        if parts.count == 1 { return parts[0].contents }

        return Bytes(count: total * elementSize) { target in
            UnsafeMutableRawBufferPointer(target).initializeMemory(as: UInt8.self, repeating: 0)
            for (box, part) in zip(boxes, parts) where box.count > 0 {
                part.contents.withUnsafeBytes { copy($0, box, in: tensor, to: UnsafeMutableRawBufferPointer(target)) }
            }
        }
    }

    /// The number of elements of a part.
    ///
    /// - Throws: `FormatError`: `malformed` where the slice does not fit the tensor.
    static func elementCount(of slice: TensorSliceProto, in tensor: CheckpointTensor) throws -> Int {
        try Box(slice, in: tensor).count
    }

    /// Where a slice begins, and how long it is, in every dimension.
    private struct Box {
        var starts: [Int] = []
        var lengths: [Int] = []

        init(_ slice: TensorSliceProto, in tensor: CheckpointTensor) throws {
            guard slice.extents.count == tensor.shape.count else { throw fault(tensor) }
            for (extent, size) in zip(slice.extents, tensor.shape) {
                let (start, length) = (Int(clamping: extent.start), Int(clamping: extent.length ?? Int64(size)))
                guard start >= 0, length >= 0, start <= size, length <= size - start else { throw fault(tensor) }
                starts.append(start)
                lengths.append(length)
            }
        }

        /// The number of elements, which is at most the tensor's.
        var count: Int { lengths.reduce(1, *) }
    }

    /// One part of `tensor`, of whose elements `contents` holds all. O(size of the result).
    ///
    /// - Throws: `FormatError`: `malformed` where the slice does not fit the tensor.
    static func extract(_ slice: TensorSliceProto, of tensor: CheckpointTensor, from contents: Bytes) throws -> Bytes {
        let box = try Box(slice, in: tensor)
        guard box.count < tensor.elementCount else { return contents }
        return Bytes(count: box.count * (tensor.dtype.size ?? 1)) { target in
            let target = UnsafeMutableRawBufferPointer(target)
            contents.withUnsafeBytes { source in
                forEachRow(box, in: tensor) { part, whole in
                    UnsafeMutableRawBufferPointer(rebasing: target[part])
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[whole]))
                }
            }
        }
    }

    /// Copies a part to where it belongs.
    private static func copy(
        _ source: UnsafeRawBufferPointer, _ box: Box, in tensor: CheckpointTensor,
        to target: UnsafeMutableRawBufferPointer
    ) {
        forEachRow(box, in: tensor) { part, whole in
            UnsafeMutableRawBufferPointer(rebasing: target[whole])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[part]))
        }
    }

    /// Calls `body` with where each row of a part lies, in the part and in the whole: the last dimension is contiguous
    /// in both.
    private static func forEachRow(
        _ box: Box, in tensor: CheckpointTensor, _ body: (_ part: Range<Int>, _ whole: Range<Int>) -> Void
    ) {
        guard box.count > 0 else { return }
        let elementSize = tensor.dtype.size ?? 1
        let rowSize = (box.lengths.last ?? 1) * elementSize
        var index = box.starts
        for row in 0..<box.lengths.dropLast().reduce(1, *) {
            let start = zip(index, tensor.shape).reduce(0) { $0 * $1.1 + $1.0 } * elementSize
            body(row * rowSize..<(row + 1) * rowSize, start..<start + rowSize)
            for dimension in index.indices.dropLast().reversed() {
                index[dimension] += 1
                if index[dimension] < box.starts[dimension] + box.lengths[dimension] { break }
                index[dimension] = box.starts[dimension]
            }
        }
    }

    private static func fault(_ tensor: CheckpointTensor) -> FormatError {
        FormatError(.malformed, format: "checkpoint", "the parts of the tensor '\(tensor.name)' do not make it up")
    }
}
