internal import CAdjointKernels

/// Batch normalization of rows of channels, [rows, channels], in `float32` or `float64`.
///
/// Sums over rows are taken in double precision, in parts whose length is a function of the number of rows alone.
public struct ChannelNormalization: Sendable {
    private let rows: Int
    private let channels: Int
    private let type: ElementType
    private let partRows: Int

    /// The normalization of an array of a given shape.
    public init(rows: Int, channels: Int, _ type: ElementType) {
        precondition(type.isComputableFloat, "batch normalization does not take \(type)")
        self.rows = rows
        self.channels = channels
        self.type = type
        partRows = max(256, (rows + Self.mostParts - 1) / Self.mostParts)
    }

    private static let mostParts = 64
    private var parts: Int { (rows + partRows - 1) / partRows }

    /// The bytes of scratch memory that ``moments(_:mean:variance:scratch:kernels:workers:)`` and
    /// ``products(_:_:mean:sum:product:scratch:kernels:workers:)`` need.
    public var scratchByteCount: Int { (parts + 1) * 2 * channels * MemoryLayout<Double>.stride }

    /// The mean and the variance (with divisor `rows`) of every channel; NaN of no rows.
    public func moments(
        _ x: UnsafeRawPointer, mean: UnsafeMutablePointer<Double>, variance: UnsafeMutablePointer<Double>,
        scratch: UnsafeMutableRawPointer, kernels: KernelTable = .best, workers: WorkerPool
    ) {
        func sums(_ shift: UnsafePointer<Double>) {
            accumulate(to: mean, variance, scratch: scratch, workers: workers) { first, count, sum, second in
                adjoint_channel_moments(
                    kernels.vectorISA, type.cType, x + first * channels * type.byteCount, shift, count, channels, sum,
                    second)
            }
        }
        // The first pass finds the mean; the second sums around it, so that nothing cancels.
        let center = scratch.assumingMemoryBound(to: Double.self) + parts * 2 * channels
        for channel in 0..<channels { center[channel] = 0 }
        sums(center)
        for channel in 0..<channels { center[channel] = mean[channel] / Double(rows) }
        sums(center)
        for channel in 0..<channels {
            let correction = mean[channel] / Double(rows)
            mean[channel] = center[channel] + correction
            variance[channel] = variance[channel] / Double(rows) - correction * correction
        }
    }

    /// For every channel, the sum of a gradient, and of gradient·(x - mean).
    public func products(
        _ gradient: UnsafeRawPointer, _ x: UnsafeRawPointer, mean: UnsafePointer<Double>,
        sum: UnsafeMutablePointer<Double>, product: UnsafeMutablePointer<Double>, scratch: UnsafeMutableRawPointer,
        kernels: KernelTable = .best, workers: WorkerPool
    ) {
        accumulate(to: sum, product, scratch: scratch, workers: workers) { first, count, sum, second in
            let offset = first * channels * type.byteCount
            adjoint_channel_products(
                kernels.vectorISA, type.cType, gradient + offset, x + offset, mean, count, channels, sum, second)
        }
    }

    /// (x - mean)·factor + offset.
    public func affine(
        _ x: UnsafeRawPointer, mean: UnsafeRawPointer, factor: UnsafeRawPointer, offset: UnsafeRawPointer,
        to result: UnsafeMutableRawPointer, kernels: KernelTable = .best, workers: WorkerPool
    ) {
        forEachPiece(workers) { start, count in
            adjoint_channel_affine(
                kernels.vectorISA, type.cType, x + start, mean, factor, offset, result + start, count, channels)
        }
    }

    /// factor·(gradient - gradientMean - (x - mean)·slope).
    public func gradient(
        _ gradient: UnsafeRawPointer, _ x: UnsafeRawPointer, mean: UnsafeRawPointer, factor: UnsafeRawPointer,
        gradientMean: UnsafeRawPointer, slope: UnsafeRawPointer, to result: UnsafeMutableRawPointer,
        kernels: KernelTable = .best, workers: WorkerPool
    ) {
        forEachPiece(workers) { start, count in
            adjoint_channel_gradient(
                kernels.vectorISA, type.cType, gradient + start, x + start, mean, factor, gradientMean, slope,
                result + start, count, channels)
        }
    }

    private func forEachPiece(_ workers: WorkerPool, _ body: (_ startBytes: Int, _ rows: Int) -> Void) {
        guard channels > 0 else { return }
        workers.parallelRanges(rows, grain: max(1, 32768 / channels)) { range in
            body(range.lowerBound * channels * type.byteCount, range.count)
        }
    }

    /// Sums two numbers per channel over all rows, part by part and then the parts in their order.
    private func accumulate(
        to first: UnsafeMutablePointer<Double>, _ second: UnsafeMutablePointer<Double>,
        scratch: UnsafeMutableRawPointer, workers: WorkerPool,
        _ body: (Int, Int, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void
    ) {
        let sums = scratch.assumingMemoryBound(to: Double.self)
        workers.parallel(parts) { part in
            let start = part * partRows
            let target = sums + part * 2 * channels
            body(start, min(partRows, rows - start), target, target + channels)
        }
        for channel in 0..<channels {
            (first[channel], second[channel]) = (0, 0)
            for part in 0..<parts {
                first[channel] += sums[part * 2 * channels + channel]
                second[channel] += sums[(part * 2 + 1) * channels + channel]
            }
        }
    }
}
