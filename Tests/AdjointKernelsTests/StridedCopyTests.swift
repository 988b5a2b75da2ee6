import AdjointKernels
import Testing

/// Strided copies against a plain walk.
@Suite struct StridedCopyTests {
    static let workers = WorkerPool(threadCount: 1)

    private func apply<Element: BitwiseCopyable>(
        _ copy: StridedCopy?, _ source: [Element], targetCount: Int, initial: Element,
        workers: WorkerPool = Self.workers
    ) throws -> [Element] {
        let copy = try #require(copy)
        var target = [Element](repeating: initial, count: targetCount)
        copy.apply(from: source, to: &target, elementSize: MemoryLayout<Element>.stride, workers: workers)
        return target
    }

    @Test func everyPermutationAndElementSize() throws {
        func check<Element: BitwiseCopyable & Equatable & FixedWidthInteger>(_: Element.Type) throws {
            for shape in [[3, 4, 5, 2], [1, 9, 1, 17], [2, 8, 16, 3], [33, 1, 40, 1]] {
                let strides = StridedCopy.contiguousStrides(of: shape)
                let source = (0..<shape.reduce(1, *)).map { Element(truncatingIfNeeded: $0) }
                for permutation in Self.permutations(of: [0, 1, 2, 3]) {
                    let extents = permutation.map { shape[$0] }
                    let expected = source.indices.map { flat -> Element in
                        var (rest, position) = (flat, 0)
                        for axis in extents.indices.reversed() {
                            position += rest % extents[axis] * strides[permutation[axis]]
                            rest /= extents[axis]
                        }
                        return source[position]
                    }
                    let result = try apply(
                        StridedCopy.transpose(shape: shape, permutation: permutation), source,
                        targetCount: source.count, initial: 0)
                    #expect(result == expected, "\(shape) permuted by \(permutation), \(Element.self)")
                }
            }
        }
        try check(UInt8.self)
        try check(UInt16.self)
        try check(Int32.self)
        try check(Int64.self)
    }

    static func permutations(of items: [Int]) -> [[Int]] {
        items.isEmpty
            ? [[]] : items.flatMap { item in permutations(of: items.filter { $0 != item }).map { [item] + $0 } }
    }

    @Test func slicesAndInsertions() throws {
        let source = (0..<24).map { Int32($0) }
        #expect(
            try apply(
                StridedCopy.slice(shape: [4, 6], begin: [1, 2], extents: [2, 3]), source, targetCount: 6, initial: 0)
                == [8, 9, 10, 14, 15, 16])
        #expect(
            try apply(
                StridedCopy.slice(shape: [4, 6], begin: [3, 5], extents: [2, 3], steps: [-2, -2]), source,
                targetCount: 6, initial: 0) == [23, 21, 19, 11, 9, 7])
        #expect(
            try apply(
                StridedCopy.insert(into: [3, 4], begin: [1, 1], extents: [1, 2]), [7, 8] as [Int32], targetCount: 12,
                initial: 0) == [0, 0, 0, 0, 0, 7, 8, 0, 0, 0, 0, 0])
        #expect(
            try apply(
                StridedCopy.insert(into: [5], begin: [0], extents: [3], steps: [2]), [1, 2, 3] as [Int32],
                targetCount: 5, initial: 9) == [1, 9, 2, 9, 3])
        #expect(
            try apply(
                StridedCopy.slice(shape: [2, 3], begin: [0, 3], extents: [2, 0]), source, targetCount: 1, initial: 5)
                == [5])
    }

    @Test func broadcastsTilesAndReversals() throws {
        #expect(
            try apply(StridedCopy.broadcast([2, 1], to: [2, 2, 3]), [1, 2] as [UInt16], targetCount: 12, initial: 0)
                == [1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2])
        #expect(
            try apply(
                StridedCopy.tile(shape: [2, 2], multiples: [2, 3]), [1, 2, 3, 4] as [Int64], targetCount: 24, initial: 0
            )
                == [1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4, 1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4])
        #expect(
            try apply(
                StridedCopy.reverse(shape: [2, 3], axes: [1]), [1, 2, 3, 4, 5, 6] as [UInt8], targetCount: 6, initial: 0
            )
                == [3, 2, 1, 6, 5, 4])
    }

    @Test func oddElementSizesAndScalars() throws {
        let copy = try #require(StridedCopy.transpose(shape: [2, 3], permutation: [1, 0]))
        let source = (0..<18).map { UInt8($0) }
        var target = [UInt8](repeating: 0, count: 18)
        copy.apply(from: source, to: &target, elementSize: 3, workers: Self.workers)
        #expect(target == [0, 1, 2, 9, 10, 11, 3, 4, 5, 12, 13, 14, 6, 7, 8, 15, 16, 17])
        #expect(
            try apply(StridedCopy.transpose(shape: [], permutation: []), [42] as [Int32], targetCount: 1, initial: 0)
                == [42])
    }

    @Test func fillsAndThreads() throws {
        var target = [Int32](repeating: 0, count: 37)
        var element: Int32 = -5
        StridedCopy.fill(&target, with: &element, elementSize: 4, count: 36)
        #expect(target == [Int32](repeating: -5, count: 36) + [0])
        let source = (0..<300 * 200).map { Int32($0) }
        let transposition = StridedCopy.transpose(shape: [300, 200], permutation: [1, 0])
        let alone = try apply(transposition, source, targetCount: source.count, initial: 0)
        #expect(alone[201] == 200 * 201 && alone[300] == 1)
        #expect(
            try apply(transposition, source, targetCount: source.count, initial: 0, workers: WorkerPool(threadCount: 3))
                == alone)
    }
}
