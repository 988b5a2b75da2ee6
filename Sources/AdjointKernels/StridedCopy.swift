import CAdjointKernels

/// A copy between two arrays, each walked with strides of its own: transpose, slice, concatenate, pad, tile, broadcast.
///
/// The walk is worked out once per shape: dimensions of extent 1 are dropped, and adjacent ones that both sides walk
/// through without a gap are merged. Offsets and strides count elements.
public struct StridedCopy: Hashable, Sendable {
    /// The number of elements to copy.
    public let count: Int

    let rank: Int
    let extents: SIMD8<Int>
    let sourceStrides: SIMD8<Int>
    let targetStrides: SIMD8<Int>
    let sourceOffset: Int
    let targetOffset: Int

    /// The copy of an array of the given extents; nil if more than eight dimensions are left after merging.
    ///
    /// - Parameters:
    ///   - extents: How many elements to copy along each dimension.
    ///   - sourceStrides: Elements from one to the next in the source, per dimension; 0 repeats, negative reverses.
    ///   - targetStrides: The same for the target; not 0 unless the extent is 1.
    ///   - sourceOffset: Where the first element lies in the source.
    ///   - targetOffset: Where the first element lies in the target.
    public init?(
        extents: [Int], sourceStrides: [Int], targetStrides: [Int], sourceOffset: Int = 0, targetOffset: Int = 0
    ) {
        precondition(
            extents.count == sourceStrides.count && extents.count == targetStrides.count,
            "\(extents.count) extents need as many strides")
        var merged: [(extent: Int, source: Int, target: Int)] = []
        for axis in extents.indices where extents[axis] != 1 {
            let inner = (extent: extents[axis], source: sourceStrides[axis], target: targetStrides[axis])
            if let outer = merged.last, outer.source == inner.source * inner.extent,
                outer.target == inner.target * inner.extent
            {
                merged[merged.count - 1] = (outer.extent * inner.extent, inner.source, inner.target)
            } else {
                merged.append(inner)
            }
        }
        if merged.isEmpty { merged.append((1, 1, 1)) }
        guard merged.count <= 8 else { return nil }
        count = extents.reduce(1, *)
        rank = merged.count
        var all = (extents: SIMD8<Int>(repeating: 1), source: SIMD8<Int>.zero, target: SIMD8<Int>.zero)
        for (axis, dimension) in merged.enumerated() {
            (all.extents[axis], all.source[axis], all.target[axis]) = dimension
        }
        (self.extents, self.sourceStrides, self.targetStrides) = all
        (self.sourceOffset, self.targetOffset) = (sourceOffset, targetOffset)
    }

    /// Strides of a contiguous array, in elements.
    public static func contiguousStrides(of shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
        return strides
    }

    /// `target[i₀, i₁, …] = source[…]` with the source's dimensions permuted: the target's dimension d is the source's
    /// `permutation[d]` (`Transpose`).
    public static func transpose(shape: [Int], permutation: [Int]) -> StridedCopy? {
        precondition(permutation.sorted() == Array(shape.indices), "\(permutation) does not permute \(shape)")
        let strides = contiguousStrides(of: shape)
        let extents = permutation.map { shape[$0] }
        return StridedCopy(
            extents: extents, sourceStrides: permutation.map { strides[$0] },
            targetStrides: contiguousStrides(of: extents))
    }

    /// Reads the elements `begin`, `begin` + `steps`, … of a larger source into a contiguous target (`Slice`,
    /// `StridedSlice`, `Split`).
    public static func slice(shape: [Int], begin: [Int], extents: [Int], steps: [Int]? = nil) -> StridedCopy? {
        let strides = contiguousStrides(of: shape)
        let steps = steps ?? [Int](repeating: 1, count: shape.count)
        checkBounds(shape: shape, begin: begin, extents: extents, steps: steps)
        return StridedCopy(
            extents: extents, sourceStrides: zip(strides, steps).map { $0 * $1 },
            targetStrides: contiguousStrides(of: extents),
            sourceOffset: zip(strides, begin).reduce(0) { $0 + $1.0 * $1.1 })
    }

    /// Writes a contiguous source to the elements `begin`, `begin` + `steps`, … of a larger target (`Concat`, `Pad`, the
    /// gradients of slices).
    public static func insert(into shape: [Int], begin: [Int], extents: [Int], steps: [Int]? = nil) -> StridedCopy? {
        let strides = contiguousStrides(of: shape)
        let steps = steps ?? [Int](repeating: 1, count: shape.count)
        checkBounds(shape: shape, begin: begin, extents: extents, steps: steps)
        return StridedCopy(
            extents: extents, sourceStrides: contiguousStrides(of: extents),
            targetStrides: zip(strides, steps).map { $0 * $1 },
            targetOffset: zip(strides, begin).reduce(0) { $0 + $1.0 * $1.1 })
    }

    /// Repeats a source to a larger shape it broadcasts to (`BroadcastTo`).
    public static func broadcast(_ source: [Int], to shape: [Int]) -> StridedCopy? {
        let missing = shape.count - source.count
        precondition(
            missing >= 0 && source.indices.allSatisfy { source[$0] == 1 || source[$0] == shape[missing + $0] },
            "\(source) does not broadcast to \(shape)")
        let strides = contiguousStrides(of: source)
        return StridedCopy(
            extents: shape,
            sourceStrides: shape.indices.map { $0 < missing || source[$0 - missing] == 1 ? 0 : strides[$0 - missing] },
            targetStrides: contiguousStrides(of: shape))
    }

    /// Repeats a source a number of times along every dimension (`Tile`).
    public static func tile(shape: [Int], multiples: [Int]) -> StridedCopy? {
        precondition(shape.count == multiples.count, "\(shape) needs \(shape.count) multiples, not \(multiples)")
        let source = contiguousStrides(of: shape)
        let target = contiguousStrides(of: zip(shape, multiples).map { $0 * $1 })
        return StridedCopy(
            extents: shape.indices.flatMap { [multiples[$0], shape[$0]] },
            sourceStrides: shape.indices.flatMap { [0, source[$0]] },
            targetStrides: shape.indices.flatMap { [target[$0] * shape[$0], target[$0]] })
    }

    /// Reverses the order along some dimensions (`ReverseV2`).
    public static func reverse(shape: [Int], axes: [Int]) -> StridedCopy? {
        guard !shape.contains(0) else { return slice(shape: shape, begin: shape.map { _ in 0 }, extents: shape) }
        return slice(
            shape: shape, begin: shape.indices.map { axes.contains($0) ? shape[$0] - 1 : 0 }, extents: shape,
            steps: shape.indices.map { axes.contains($0) ? -1 : 1 })
    }

    private static func checkBounds(shape: [Int], begin: [Int], extents: [Int], steps: [Int]) {
        precondition(
            shape.indices.allSatisfy { axis in
                guard extents[axis] > 0 else { return true }
                let last = begin[axis] + (extents[axis] - 1) * steps[axis]
                return (0..<shape[axis]).contains(begin[axis]) && (0..<shape[axis]).contains(last)
            },
            "elements \(begin) × \(extents) by \(steps) do not lie within shape \(shape)")
    }
}
