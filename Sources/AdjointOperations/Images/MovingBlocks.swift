import AdjointCore
import AdjointKernels

extension DataFormat {
    /// The shape after blocks of pixels went into the channels.
    func depthShape(of images: Shape, blockSize: Int) throws(OperationError) -> Shape {
        let factor = try Self.factor(blockSize)
        let axis = channelAxis(rank: 4)
        func divided(_ extent: Int?) throws(OperationError) -> Int? {
            guard let extent else { return nil }
            guard extent % blockSize == 0 else {
                throw OperationError("an extent of \(extent) does not divide by the block size \(blockSize)")
            }
            return extent / blockSize
        }
        var channels = images[axis]
        if let known = channels { channels = try Self.product(known, factor) }
        return imageShape(
            batch: images[0], height: try divided(images[spatialAxes[0]]), width: try divided(images[spatialAxes[1]]),
            channels: channels)
    }

    /// The shape after channels went into blocks of pixels.
    func spaceShape(of images: Shape, blockSize: Int) throws(OperationError) -> Shape {
        let factor = try Self.factor(blockSize)
        let channels = images[channelAxis(rank: 4)]
        if let channels, channels % factor != 0 {
            throw OperationError("\(channels) channels do not divide by \(factor), the square of the block size")
        }
        func multiplied(_ extent: Int?) throws(OperationError) -> Int? {
            guard let extent else { return nil }
            return try Self.product(extent, blockSize)
        }
        return imageShape(
            batch: images[0], height: try multiplied(images[spatialAxes[0]]),
            width: try multiplied(images[spatialAxes[1]]), channels: channels.map { $0 / factor })
    }

    private static func factor(_ blockSize: Int) throws(OperationError) -> Int {
        guard 2...46340 ~= blockSize else { throw OperationError("the block size must be 2 or more, not \(blockSize)") }
        return blockSize * blockSize
    }

    private static func product(_ left: Int, _ right: Int) throws(OperationError) -> Int {
        let (product, overflows) = left.multipliedReportingOverflow(by: right)
        guard !overflows else { throw OperationError("an extent is too large: \(left) · \(right)") }
        return product
    }
}

extension Kernel {
    /// Moves blocks of pixels of images, whose channels come last, into channels or back.
    ///
    /// - Parameter images: The shape of the side with more pixels, in the given format.
    static func movingBlocks(
        images: [Int], _ dtype: DType, blockSize: Int, _ format: DataFormat, toDepth: Bool
    ) throws -> Kernel {
        guard !dtype.isManaged else { throw OperationError.noKernel(for: dtype) }
        let channels = images[format.channelAxis(rank: 4)]
        let (height, width) = (images[format.spatialAxes[0]], images[format.spatialAxes[1]])
        let extents = [images[0], height / blockSize, width / blockSize, blockSize, blockSize, channels]
        let row = width * channels
        let imageSide = [height * row, blockSize * row, blockSize * channels, row, channels, 1]
        let depthSide = contiguousStrides(extents)
        guard
            let copy = StridedCopy(
                extents: extents, sourceStrides: toDepth ? imageSide : depthSide,
                targetStrides: toDepth ? depthSide : imageSide)
        else { preconditionFailure("six dimensions always make a plan") }
        let size = dtype.byteCount
        return Kernel { arguments in
            copy.apply(
                from: arguments.rawInput(0), to: arguments.rawOutput(0), elementSize: size, workers: arguments.workers)
        }
    }
}
