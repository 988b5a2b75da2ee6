import CAdjointKernels

/// A distribution of random floating-point numbers.
public enum RandomDistribution: UInt32, Sendable, Hashable, CaseIterable {
    /// Uniform in [0, 1) (`RandomUniform`): 23 random bits in `float32`, 52 in `float64`.
    case uniform
    /// Normal with mean 0 and deviation 1 (`RandomStandardNormal`), by Box and Muller's transformation.
    case normal
    /// Normal, samples at 2 or beyond drawn again (`TruncatedNormal`).
    case truncatedNormal
}

// Filling does not move the stream: call `skipExecution(count:)` after each execution of an op.
extension PhiloxStream {
    /// Writes the numbers that a TensorFlow op at this position of its stream gives.
    ///
    /// - Parameters:
    ///   - target: Where the numbers go.
    ///   - type: `float32` or `float64`.
    ///   - distribution: The numbers' distribution.
    ///   - count: How many.
    ///   - kernels: The kernels to compute with.
    ///   - workers: The threads to compute on.
    public func fill(
        _ target: UnsafeMutableRawPointer, _ type: ElementType, _ distribution: RandomDistribution, count: Int,
        kernels: KernelTable = .best, workers: WorkerPool
    ) {
        precondition(type.isComputableFloat, "random numbers of a \(distribution) distribution are not \(type)")
        let stream = cStream
        workers.parallelRanges(count, grain: distribution == .uniform ? 16384 : 2048) { range in
            adjoint_random_fill(
                kernels.vectorISA, adjoint_distribution(rawValue: distribution.rawValue), type.cType, stream,
                target + range.lowerBound * type.byteCount, range.lowerBound, range.count)
        }
    }

    /// Writes integers that are uniform in `low..<high` but for the bias of a remainder (`RandomUniformInt`).
    ///
    /// - Parameters:
    ///   - target: Where the numbers go.
    ///   - type: `int32` or `int64`.
    ///   - low: The smallest number.
    ///   - high: The number after the largest, greater than `low`.
    ///   - count: How many.
    ///   - kernels: The kernels to compute with.
    ///   - workers: The threads to compute on.
    public func fillIntegers(
        _ target: UnsafeMutableRawPointer, _ type: ElementType, low: Int64, high: Int64, count: Int,
        kernels: KernelTable = .best, workers: WorkerPool
    ) {
        precondition(type == .int32 || type == .int64, "random integers are int32 or int64, not \(type)")
        precondition(low < high, "there is no integer in \(low)..<\(high)")
        let stream = cStream
        workers.parallelRanges(count, grain: 8192) { range in
            adjoint_random_fill_integers(
                kernels.vectorISA, type.cType, stream, target + range.lowerBound * type.byteCount, range.lowerBound,
                range.count, low, UInt64(bitPattern: high &- low))
        }
    }
}
