import CAdjointKernels

extension Reduction {
    /// The position of the largest or smallest element along one dimension (`ArgMax`, `ArgMin`), the first on ties.
    ///
    /// - Parameters:
    ///   - largest: True for the largest, false for the smallest.
    ///   - type: A numeric type that can be computed with, or `bool`.
    ///   - source: A contiguous array seen as [outer, count, inner].
    ///   - target: Where the outer·inner positions go.
    ///   - outer: The product of the extents before the dimension.
    ///   - count: The dimension's extent, at least 1.
    ///   - inner: The product of the extents after it.
    ///   - workers: The threads to compute on.
    public static func argExtreme(
        largest: Bool, _ type: ElementType, _ source: UnsafeRawPointer, to target: UnsafeMutablePointer<Int64>,
        outer: Int, count: Int, inner: Int, workers: WorkerPool
    ) {
        precondition(count >= 1, "there is no extreme of nothing")
        precondition(type != .float16 && type != .bfloat16, "cannot compare \(type)")
        let size = type.byteCount
        if inner == 1 {
            workers.parallelRanges(outer, grain: max(1, 16384 / count)) { range in
                adjoint_arg_extreme(
                    type.cType, largest, source + range.lowerBound * count * size, target + range.lowerBound,
                    range.count, count, count, 1)
            }
        } else {
            workers.parallelRanges(outer, grain: max(1, 16384 / max(1, count * inner))) { range in
                for index in range {
                    adjoint_arg_extreme(
                        type.cType, largest, source + index * count * inner * size, target + index * inner, inner, 1,
                        count, inner)
                }
            }
        }
    }

    /// Running sums or products along one dimension (`Cumsum`, `Cumprod`).
    ///
    /// - Parameters:
    ///   - product: True for products, false for sums.
    ///   - isExclusive: Whether an element's own value is left out of its result.
    ///   - isReversed: Whether to run from the last element to the first.
    ///   - type: A numeric type that can be computed with.
    ///   - source: A contiguous array seen as [outer, count, inner].
    ///   - target: Where the results go; may be `source`.
    ///   - outer: The product of the extents before the dimension.
    ///   - count: The dimension's extent.
    ///   - inner: The product of the extents after it.
    ///   - workers: The threads to compute on.
    public static func cumulate(
        product: Bool, isExclusive: Bool, isReversed: Bool, _ type: ElementType, _ source: UnsafeRawPointer,
        to target: UnsafeMutableRawPointer, outer: Int, count: Int, inner: Int, workers: WorkerPool
    ) {
        precondition(
            type != .bool && type != .float16 && type != .bfloat16, "cannot compute running sums of \(type)")
        let size = type.byteCount
        workers.parallelRanges(outer * inner, grain: max(1, 16384 / max(1, count))) { range in
            for index in range {
                let offset = (index / inner * count * inner + index % inner) * size
                adjoint_cumulate(
                    type.cType, product, isExclusive, isReversed, source + offset, target + offset, count, inner)
            }
        }
    }
}
