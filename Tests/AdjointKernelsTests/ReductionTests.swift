import AdjointKernels
import Testing

/// Reductions against a plain walk, and the same bits whatever stands around an output.
@Suite struct ReductionTests {
    static let workers = WorkerPool(threadCount: 1)

    private func reduce<Scalar: BitwiseCopyable>(
        _ function: ReductionFunction, _ type: ElementType, _ values: [Scalar], _ shape: [Int], _ axes: [Int],
        initial: Scalar, kernels: KernelTable = .best, workers: WorkerPool = Self.workers
    ) throws -> [Scalar] {
        let plan = try #require(ReductionPlan(shape: shape, axes: axes))
        var result = [Scalar](repeating: initial, count: plan.outputCount)
        Reduction.reduce(function, type, values, to: &result, plan: plan, kernels: kernels, workers: workers)
        return result
    }

    /// The elements that every output is made of, in order.
    private func groups<Scalar>(_ values: [Scalar], _ shape: [Int], _ axes: [Int]) -> [[Scalar]] {
        let kept = shape.indices.filter { !axes.contains($0) }
        var result = [[Scalar]](repeating: [], count: kept.reduce(1) { $0 * shape[$1] })
        for (flat, value) in values.enumerated() {
            var (rest, index) = (flat, [Int](repeating: 0, count: shape.count))
            for axis in shape.indices.reversed() {
                (rest, index[axis]) = rest.quotientAndRemainder(dividingBy: shape[axis])
            }
            result[kept.reduce(0) { $0 * shape[$1] + index[$1] }].append(value)
        }
        return result
    }

    static let layouts: [(shape: [Int], axes: [Int])] = [
        ([7, 19], [1]), ([7, 19], [0]), ([40, 35], [0]), ([133], [0]), ([2, 3, 4], [1]), ([2, 3, 4], [0, 2]),
        ([3, 5, 2, 21], [1, 3]), ([3, 5, 2, 21], [0, 2]), ([4, 1, 6], [1]), ([5], []), ([], []),
        ([2, 17, 3, 2], [0, 1]),
        ([9, 3], [1]), ([3, 16], [1]), ([1, 50, 1], [0, 1, 2]),
    ]

    @Test(arguments: KernelTable.available) func everyLayoutAndFunction(kernels: KernelTable) throws {
        for (shape, axes) in Self.layouts {
            let count = shape.reduce(1, *)
            var random = TestRandom(UInt64(count))
            let values = (0..<count).map { _ in Float.random(in: -2...2, using: &random) }
            for (function, reference) in [
                (ReductionFunction.sum, { $0.reduce(0, +) }), (.mean, { $0.reduce(0, +) / Double($0.count) }),
                (.product, { $0.reduce(1, *) }), (.maximum, { $0.max() ?? 0 }), (.minimum, { $0.min() ?? 0 }),
                (.halfSumOfSquares, { $0.reduce(0) { $0 + $1 * $1 } / 2 }),
            ] as [(ReductionFunction, ([Double]) -> Double)] {
                let expected = groups(values, shape, axes).map { Float(reference($0.map(Double.init))) }
                let result = try reduce(function, .float32, values, shape, axes, initial: 0, kernels: kernels)
                for (value, exact) in zip(result, expected) {
                    // Accumulated in double: at most the last bit differs, where double rounding meets a tie.
                    #expect(abs(value - exact) <= exact.ulp, "\(function) of \(shape) over \(axes)")
                }
                let doubles = try reduce(
                    function, .float64, values.map(Double.init), shape, axes, initial: 0, kernels: kernels)
                #expect(doubles.map { Float($0) } == result)
            }
            let integers = values.map { Int32($0 * 10) }
            #expect(
                try reduce(.sum, .int32, integers, shape, axes, initial: 0)
                    == groups(integers, shape, axes).map { $0.reduce(0, +) })
            #expect(
                try reduce(.maximum, .int32, integers, shape, axes, initial: 0)
                    == groups(integers, shape, axes).map { $0.max() })
            let booleans = values.map { UInt8($0 > -1.8 ? 1 : 0) }
            #expect(
                try reduce(.all, .bool, booleans, shape, axes, initial: 9)
                    == groups(booleans, shape, axes).map { $0.min() })
            #expect(
                try reduce(.any, .bool, booleans.map { 1 - $0 }, shape, axes, initial: 9)
                    == groups(booleans, shape, axes).map { 1 - ($0.min() ?? 0) })
        }
    }

    @Test func instructionSetsAgree() throws {
        for (shape, axes) in Self.layouts {
            let values = assortedNumbers(Float.self, count: shape.reduce(1, *))
            for function in ReductionFunction.allCases where function.supports(.float32) {
                let expected = try reduce(
                    function, .float32, values, shape, axes, initial: 0, kernels: KernelTable.available[0])
                for kernels in KernelTable.available {
                    let result = try reduce(function, .float32, values, shape, axes, initial: 0, kernels: kernels)
                    #expect(comparableBits(result) == comparableBits(expected))
                }
            }
        }
    }

    @Test func anOutputDoesNotDependOnItsNeighbours() throws {
        var random = TestRandom(11)
        let rows = (0..<20 * 37).map { _ in Double.random(in: -1...1, using: &random) }
        let columns = try StridedTransposition.of(rows, rows: 20, columns: 37)
        for function in [ReductionFunction.sum, .product, .maximum, .halfSumOfSquares] {
            let all = try reduce(function, .float64, rows, [20, 37], [1], initial: 0)
            let across = try reduce(function, .float64, columns, [37, 20], [0], initial: 0)
            for row in 0..<20 {
                let alone = try reduce(
                    function, .float64, Array(rows[row * 37..<row * 37 + 37]), [1, 37], [1], initial: 0)
                #expect(alone[0] == all[row])
                let column = (0..<74).map { $0 % 2 == 0 ? columns[$0 / 2 * 20 + row] : 5 }
                #expect(try reduce(function, .float64, column, [37, 2], [0], initial: 0)[0] == across[row])
            }
        }
    }

    @Test func longRunsAreAccurateWhateverTheThreads() throws {
        let count = Int(150_001)
        let values = (0..<count).map { _ in Float(0.1) }
        let many = WorkerPool(threadCount: 3)
        let sum = try reduce(.sum, .float32, values, [count], [0], initial: 0)
        #expect(sum[0] == Float(Double(Float(0.1)) * Double(count)))
        #expect(try reduce(.sum, .float32, values, [count], [0], initial: 0, workers: many) == sum)
        #expect(try reduce(.mean, .float32, values, [count], [0], initial: 0, workers: many) == [0.1])
        let integers = (0..<Int32(count)).map { $0 }
        #expect(try reduce(.maximum, .int32, integers, [count], [0], initial: 0, workers: many) == [150_000])
        #expect(
            try reduce(.mean, .int32, integers, [count], [0], initial: 0) == [
                Int32(truncatingIfNeeded: 150_000 * 150_001 / 2) / 150_001
            ])
        let table = assortedNumbers(Float.self, count: 300 * 400)
        for axes in [[0], [1]] {
            let alone = try reduce(.sum, .float32, table, [300, 400], axes, initial: 0)
            let threaded = try reduce(.sum, .float32, table, [300, 400], axes, initial: 0, workers: many)
            #expect(comparableBits(alone) == comparableBits(threaded))
        }
    }

    @Test func oneElementIsItsOwnReductionToTheBit() throws {
        let values = [-0.0, 1, .nan, -.infinity, .leastNonzeroMagnitude, 7] as [Float]
        for function in [ReductionFunction.sum, .mean, .product, .maximum, .minimum] {
            for (shape, axes) in [([2, 3], []), ([2, 1, 3], [1])] as [([Int], [Int])] {
                let result = try reduce(function, .float32, values, shape, axes, initial: 5)
                #expect(result.map(\.bitPattern) == values.map(\.bitPattern), "\(function) over \(axes)")
            }
        }
        let squares = try reduce(.halfSumOfSquares, .float32, [3, -4] as [Float], [2], [], initial: 0)
        #expect(squares == [4.5, 8])
    }

    @Test func nothingAndNaN() throws {
        func result(_ function: ReductionFunction, _ values: [Float]) throws -> Float {
            try reduce(function, .float32, values, [values.count], [0], initial: 9)[0]
        }
        #expect(try result(.sum, []) == 0 && result(.product, []) == 1)
        #expect(try result(.maximum, []) == -.infinity && result(.minimum, []) == .infinity)
        #expect(try result(.mean, []).isNaN)
        for values in [[1, .nan, 2], [.nan, 1], (0..<40).map { $0 == 23 ? .nan : Float($0) }] as [[Float]] {
            #expect(try result(.maximum, values).isNaN && result(.minimum, values).isNaN && result(.sum, values).isNaN)
        }
        #expect(try reduce(.maximum, .int8, [] as [Int8], [0], [0], initial: 9) == [-128])
        #expect(try reduce(.mean, .int32, [] as [Int32], [0], [0], initial: 9) == [0])
        #expect(try reduce(.sum, .float32, [] as [Float], [3, 0], [1], initial: 9) == [0, 0, 0])
        #expect(try reduce(.sum, .float32, [] as [Float], [0, 3], [0], initial: 9) == [0, 0, 0])
        #expect(try reduce(.sum, .float32, [] as [Float], [0, 3], [1], initial: 9) == [])
    }

    @Test(arguments: KernelTable.available) func nothingBeyondTheArraysIsTouched(kernels: KernelTable) throws {
        for (rows, columns) in [(1, 5), (3, 7), (9, 2), (2, 17), (20, 1)] {
            let source = GuardedBuffer((0..<rows * columns).map { Float($0) })
            for axis in [0, 1] {
                let plan = try #require(ReductionPlan(shape: [rows, columns], axes: [axis]))
                let target = GuardedBuffer([Float](repeating: 0, count: plan.outputCount))
                Reduction.reduce(
                    .sum, .float32, source.start, to: target.start, plan: plan, kernels: kernels, workers: Self.workers)
                #expect(
                    target.elements == groups(source.elements, [rows, columns], [axis]).map { $0.reduce(0, +) })
            }
        }
    }

    @Test func extremesTakeTheFirstOnTiesAndPreferNumbers() {
        func index(_ largest: Bool, _ values: [Float]) -> Int64 {
            var result: Int64 = -1
            Reduction.argExtreme(
                largest: largest, .float32, values, to: &result, outer: 1, count: values.count, inner: 1,
                workers: Self.workers)
            return result
        }
        #expect(index(true, [1, 3, 3, 2]) == 1 && index(false, [2, 1, 1]) == 1)
        #expect(index(true, [.nan, 1, 2]) == 2 && index(false, [.nan, 1, 2]) == 1 && index(true, [.nan, .nan]) == 0)
        var columns = [Int64](repeating: -1, count: 4)
        Reduction.argExtreme(
            largest: true, .int32, [1, 9, 5, 2, 0, 3, 8, 8] as [Int32], to: &columns, outer: 2, count: 2, inner: 2,
            workers: Self.workers)
        #expect(columns == [1, 0, 1, 1])
    }

    @Test func runningSumsAndProducts() {
        func cumulate(_ product: Bool, _ isExclusive: Bool, _ isReversed: Bool) -> [Float] {
            var result = [Float](repeating: 9, count: 6)
            Reduction.cumulate(
                product: product, isExclusive: isExclusive, isReversed: isReversed, .float32,
                [1, 2, 3, 4, 5, 6] as [Float], to: &result, outer: 1, count: 3, inner: 2, workers: Self.workers)
            return result
        }
        #expect(cumulate(false, false, false) == [1, 2, 4, 6, 9, 12])
        #expect(cumulate(false, true, false) == [0, 0, 1, 2, 4, 6])
        #expect(cumulate(false, false, true) == [9, 12, 8, 10, 5, 6])
        #expect(cumulate(true, true, true) == [15, 24, 5, 6, 1, 1])
    }
}

/// A transposed copy, by the kernel under test elsewhere.
private enum StridedTransposition {
    static func of(_ values: [Double], rows: Int, columns: Int) throws -> [Double] {
        let copy = try #require(StridedCopy.transpose(shape: [rows, columns], permutation: [1, 0]))
        var result = values
        copy.apply(from: values, to: &result, elementSize: 8, workers: WorkerPool(threadCount: 1))
        return result
    }
}
