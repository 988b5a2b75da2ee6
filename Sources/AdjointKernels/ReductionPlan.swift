/// How an array is reduced over some of its dimensions, worked out once per shape.
///
/// Dimensions of extent 1 are dropped and adjacent ones that are both kept or both reduced are merged, so what is left
/// alternates: kept, reduced, kept, …
public struct ReductionPlan: Hashable, Sendable {
    /// The number of elements of the result.
    public let outputCount: Int
    /// The number of elements that each element of the result is made of.
    public let reducedCount: Int

    let keptRank: Int
    let keptExtents: SIMD8<Int>
    let keptStrides: SIMD8<Int>
    let reducedRank: Int
    let reducedExtents: SIMD8<Int>
    let reducedStrides: SIMD8<Int>
    /// Whether the innermost dimension is reduced: each result then is made of contiguous runs.
    let reducesInnermost: Bool

    /// The plan of reducing an array of the given shape over `axes`; nil if more than eight dimensions are left after
    /// merging.
    ///
    /// - Parameters:
    ///   - shape: The array's shape.
    ///   - axes: The dimensions to reduce over, each in `0..<shape.count`; an empty list reduces nothing.
    public init?(shape: [Int], axes: [Int]) {
        precondition(axes.allSatisfy(shape.indices.contains), "axes \(axes) are not all dimensions of shape \(shape)")
        var merged: [(extent: Int, isReduced: Bool)] = []
        for (axis, extent) in shape.enumerated() where extent != 1 {
            let isReduced = axes.contains(axis)
            if let outer = merged.last, outer.isReduced == isReduced {
                merged[merged.count - 1].extent *= extent
            } else {
                merged.append((extent, isReduced))
            }
        }
        guard merged.count <= 8 else { return nil }

        var (keptExtents, keptStrides) = (SIMD8<Int>(repeating: 1), SIMD8<Int>.zero)
        var (reducedExtents, reducedStrides) = (SIMD8<Int>(repeating: 1), SIMD8<Int>.zero)
        var (keptRank, reducedRank) = (0, 0)
        var strides = [Int](repeating: 1, count: merged.count)
        for axis in merged.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * merged[axis + 1].extent }
        for (dimension, stride) in zip(merged, strides) {
            if dimension.isReduced {
                (reducedExtents[reducedRank], reducedStrides[reducedRank]) = (dimension.extent, stride)
                reducedRank += 1
            } else {
                (keptExtents[keptRank], keptStrides[keptRank]) = (dimension.extent, stride)
                keptRank += 1
            }
        }
        (self.keptRank, self.keptExtents, self.keptStrides) = (keptRank, keptExtents, keptStrides)
        (self.reducedRank, self.reducedExtents, self.reducedStrides) = (reducedRank, reducedExtents, reducedStrides)
        outputCount = merged.reduce(1) { $1.isReduced ? $0 : $0 * $1.extent }
        reducedCount = merged.reduce(1) { $1.isReduced ? $0 * $1.extent : $0 }
        reducesInnermost = merged.last?.isReduced ?? true
    }

    /// Where the run of adjacent results with the given number starts in the source; the runs lie along the innermost
    /// kept dimension.
    func sourceOffset(ofRun run: Int) -> Int {
        var (offset, rest) = (0, run)
        for axis in stride(from: keptRank - 2, through: 0, by: -1) {
            offset += rest % keptExtents[axis] * keptStrides[axis]
            rest /= keptExtents[axis]
        }
        return offset
    }

    /// The extent and stride of the innermost kept dimension; a single result is a run of one.
    var run: (count: Int, stride: Int) {
        keptRank == 0 ? (1, 0) : (keptExtents[keptRank - 1], keptStrides[keptRank - 1])
    }
}
