import CAdjointKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension StridedCopy {
    /// Copies the elements.
    ///
    /// - Parameters:
    ///   - source: The array to read, from its element 0 (offsets are added).
    ///   - target: The array to write; must not overlap the source.
    ///   - elementSize: The bytes of one element.
    ///   - workers: The threads to copy on.
    public func apply(
        from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, elementSize: Int, workers: WorkerPool
    ) {
        guard count > 0 else { return }
        let from = source + sourceOffset * elementSize
        let to = target + targetOffset * elementSize
        let (rowAxis, columnAxis) = (self.rowAxis(elementSize: elementSize), rank - 1)

        // Whatever is not the innermost pair is walked here; a lone dimension or the row dimension is cut for threads.
        let cutAxis = rowAxis ?? columnAxis
        let outerCount = count / extents[columnAxis] / (rowAxis.map { extents[$0] } ?? 1)
        let perCut = max(1, count / outerCount / extents[cutAxis])
        let cut = min(extents[cutAxis], max(32, 16384 / perCut / 32 * 32))
        let cuts = (extents[cutAxis] + cut - 1) / cut
        workers.parallelRanges(outerCount * cuts, grain: max(1, 16384 / (perCut * cut))) { range in
            for task in range {
                let first = task % cuts * cut
                let length = min(cut, extents[cutAxis] - first)
                var (rest, sourceIndex, targetIndex) = (task / cuts, 0, 0)
                for axis in stride(from: rank - 1, through: 0, by: -1) where axis != rowAxis && axis != columnAxis {
                    let index = rest % extents[axis]
                    rest /= extents[axis]
                    sourceIndex += index * sourceStrides[axis]
                    targetIndex += index * targetStrides[axis]
                }
                let runFrom = from + (sourceIndex + first * sourceStrides[cutAxis]) * elementSize
                let runTo = to + (targetIndex + first * targetStrides[cutAxis]) * elementSize
                if let rowAxis {
                    adjoint_copy_matrix(
                        elementSize, runFrom, sourceStrides[rowAxis] * elementSize,
                        sourceStrides[columnAxis] * elementSize, runTo, targetStrides[rowAxis] * elementSize,
                        targetStrides[columnAxis] * elementSize, length, extents[columnAxis])
                } else {
                    adjoint_copy_run(
                        elementSize, runFrom, sourceStrides[columnAxis] * elementSize, runTo,
                        targetStrides[columnAxis] * elementSize, length)
                }
            }
        }
    }

    /// The dimension to pair with the innermost as a matrix, if the copy is no sequence of long contiguous runs.
    private func rowAxis(elementSize: Int) -> Int? {
        guard rank >= 2, [1, 2, 4, 8, 16].contains(elementSize) else { return nil }
        let isContiguous = sourceStrides[rank - 1] == 1 && targetStrides[rank - 1] == 1
        if isContiguous && extents[rank - 1] >= 16 { return nil }
        // A dimension that is contiguous in the source makes the pair a transposition.
        return (0..<rank - 1).last { sourceStrides[$0] == 1 } ?? rank - 2
    }

    /// Fills an array with one element, given by its bytes.
    public static func fill(
        _ target: UnsafeMutableRawPointer, with element: UnsafeRawPointer, elementSize: Int, count: Int
    ) {
        let bytes = count * elementSize
        guard bytes > 0 else { return }
        memcpy(target, element, elementSize)
        var filled = elementSize
        while filled < bytes {
            let next = min(filled, bytes - filled)
            memcpy(target + filled, target, next)
            filled += next
        }
    }
}
