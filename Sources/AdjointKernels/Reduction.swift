import CAdjointKernels

/// A reduction of many elements to one.
///
/// Sums, means, products and `halfSumOfSquares` of floating-point numbers are accumulated in double precision, sixteen
/// lanes wide, and rounded once, so a `float32` sum of n elements is within half a unit in the last place of the exact
/// one for all n that occur in practice. Integers wrap. Names in parentheses are TensorFlow's op types.
public enum ReductionFunction: UInt32, Sendable, Hashable, CaseIterable {
    /// The sum; 0 of nothing (`Sum`).
    case sum
    /// The sum divided by the count; NaN of nothing, and truncated toward zero for integers (`Mean`).
    case mean
    /// The product; 1 of nothing (`Prod`).
    case product
    /// The largest, NaN if one is NaN; the type's lowest value of nothing (`Max`).
    case maximum
    /// The smallest, NaN if one is NaN; the type's highest value of nothing (`Min`).
    case minimum
    /// Whether any boolean is true (`Any`).
    case any
    /// Whether all booleans are true (`All`).
    case all
    /// Half the sum of the squares, of floating-point numbers (`L2Loss`).
    case halfSumOfSquares

    /// Whether ``Reduction/reduce(_:_:_:to:plan:kernels:workers:)`` takes elements of this type.
    public func supports(_ type: ElementType) -> Bool {
        adjoint_reduction_supports(cFunction, type.cType)
    }

    var cFunction: adjoint_reduction { adjoint_reduction(rawValue: rawValue) }
}

/// Reductions over some dimensions of an array, positions of extremes, and running sums.
///
/// A result's bits depend only on its own elements and their order, not on other results or threads.
public enum Reduction {
    /// Runs longer than this are reduced in parts, whose length is a function of the run's length alone.
    static let longestWholeRun = 65536
    private static let mostParts = 256

    /// Reduces over the dimensions of a plan.
    ///
    /// - Parameters:
    ///   - function: A reduction that supports `type`.
    ///   - type: The type of the elements of source and result.
    ///   - source: A contiguous array of the plan's shape.
    ///   - target: Where the `plan.outputCount` results go, in the order of the kept dimensions.
    ///   - plan: The plan of the source's shape.
    ///   - kernels: The kernels to compute with.
    ///   - workers: The threads to compute on.
    /// - Complexity: O(source elements).
    public static func reduce(
        _ function: ReductionFunction, _ type: ElementType, _ source: UnsafeRawPointer,
        to target: UnsafeMutableRawPointer, plan: ReductionPlan, kernels: KernelTable = .best, workers: WorkerPool
    ) {
        precondition(function.supports(type), "\(function) does not take \(type)")
        guard plan.outputCount > 0 else { return }
        let size = type.byteCount
        if plan.reducedCount == 1 && function != .halfSumOfSquares {
            // The gradient of a product of two equal shapes, among others, sums over no dimension.
            workers.parallelRanges(plan.outputCount, grain: 65536) { range in
                (target + range.lowerBound * size).copyMemory(
                    from: source + range.lowerBound * size, byteCount: range.count * size)
            }
            return
        }
        let divisor = Double(plan.reducedCount)
        let (runCount, runStride) = plan.run
        let runs = plan.outputCount / runCount

        if plan.reducesInnermost {
            let contiguous = plan.reducedRank == 0 ? 1 : plan.reducedExtents[plan.reducedRank - 1]
            if plan.reducedRank == 1 && contiguous > longestWholeRun {
                for output in 0..<plan.outputCount {
                    let start = plan.sourceOffset(ofRun: output / runCount) + output % runCount * runStride
                    reduceLongRun(
                        function, type, source + start * size, to: target + output * size, count: contiguous,
                        kernels: kernels, workers: workers)
                }
                return
            }
            let piece = max(1, min(runCount, 32768 / max(1, plan.reducedCount)))
            let pieces = (runCount + piece - 1) / piece
            workers.parallelRanges(runs * pieces, grain: max(1, 32768 / max(1, piece * plan.reducedCount))) { range in
                var walk = plan.walk(droppingInnermost: true)
                for task in range {
                    let (run, first) = (task / pieces, task % pieces * piece)
                    let start = plan.sourceOffset(ofRun: run) + first * runStride
                    adjoint_reduce_rows(
                        kernels.vectorISA, function.cFunction, type.cType, source + start * size,
                        target + (run * runCount + first) * size, min(piece, runCount - first), runStride, &walk,
                        contiguous, divisor)
                }
            }
        } else {
            // Pieces are whole lane groups wide, and wide enough to be worth a task.
            let worthwhile = max(16, 32768 / max(1, plan.reducedCount) / 16 * 16)
            let piece = min(runCount, worthwhile)
            let pieces = (runCount + piece - 1) / piece
            workers.parallelRanges(runs * pieces, grain: max(1, 32768 / max(1, piece * plan.reducedCount))) { range in
                var walk = plan.walk(droppingInnermost: false)
                for task in range {
                    let (run, first) = (task / pieces, task % pieces * piece)
                    let start = plan.sourceOffset(ofRun: run) + first
                    adjoint_reduce_columns(
                        kernels.vectorISA, function.cFunction, type.cType, source + start * size,
                        target + (run * runCount + first) * size, min(piece, runCount - first), &walk, divisor)
                }
            }
        }
    }

    /// Reduces one long contiguous run in parts, then the parts' results in order.
    private static func reduceLongRun(
        _ function: ReductionFunction, _ type: ElementType, _ source: UnsafeRawPointer,
        to target: UnsafeMutableRawPointer, count: Int, kernels: KernelTable, workers: WorkerPool
    ) {
        let part = max(16384, (count + mostParts - 1) / mostParts + 15 & ~15)
        let parts = (count + part - 1) / part
        let size = type.byteCount
        let isAccumulatedInDouble =
            type.isComputableFloat && [.sum, .mean, .product, .halfSumOfSquares].contains(function)
        withUnsafeTemporaryAllocation(byteCount: mostParts * 8, alignment: 16) { buffer in
            guard let partial = buffer.baseAddress else { return }
            var walk = adjoint_walk()
            if isAccumulatedInDouble {
                let values = partial.bindMemory(to: Double.self, capacity: mostParts)
                workers.parallel(parts) { index in
                    values[index] = adjoint_reduce_part(
                        kernels.vectorISA, function.cFunction, type.cType, source + index * part * size,
                        min(part, count - index * part))
                }
                var total = values[0]
                for index in 1..<parts { total = function == .product ? total * values[index] : total + values[index] }
                switch function {
                case .mean: total /= Double(count)
                case .halfSumOfSquares: total *= 0.5
                default: break
                }
                if type == .float32 {
                    target.storeBytes(of: Float(total), as: Float.self)
                } else {
                    target.storeBytes(of: total, as: Double.self)
                }
            } else {
                let inner = function == .mean ? ReductionFunction.sum : function
                workers.parallel(parts) { index in
                    var walk = adjoint_walk()
                    adjoint_reduce_rows(
                        kernels.vectorISA, inner.cFunction, type.cType, source + index * part * size,
                        partial + index * size, 1, 0, &walk, min(part, count - index * part), 1)
                }
                adjoint_reduce_rows(
                    kernels.vectorISA, function.cFunction, type.cType, partial, target, 1, 0, &walk, parts,
                    Double(count))
            }
        }
    }
}

extension ReductionPlan {
    /// The loops over what one result is made of; without the innermost, which row kernels take as a run.
    fileprivate func walk(droppingInnermost: Bool) -> adjoint_walk {
        var walk = adjoint_walk()
        walk.rank = Int32(max(0, droppingInnermost ? reducedRank - 1 : reducedRank))
        withUnsafeMutableBytes(of: &walk.extents) { bytes in
            for axis in 0..<8 { bytes.storeBytes(of: reducedExtents[axis], toByteOffset: axis * 8, as: Int.self) }
        }
        withUnsafeMutableBytes(of: &walk.strides) { bytes in
            for axis in 0..<8 { bytes.storeBytes(of: reducedStrides[axis], toByteOffset: axis * 8, as: Int.self) }
        }
        if walk.rank == 0 && !droppingInnermost {
            // Nothing is reduced along any dimension: one step of stride 0.
            walk.rank = 1
        }
        return walk
    }
}
