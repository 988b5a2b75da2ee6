import AdjointKernels
import Testing

/// Functions of two arguments: arithmetic rules of TensorFlow, and the same bits whatever the layout.
@Suite struct BinaryFunctionTests {
    static let workers = WorkerPool(threadCount: 1)

    private func apply<Scalar: BitwiseCopyable>(
        _ function: BinaryFunction, _ type: ElementType, _ left: [Scalar], _ right: [Scalar],
        shapes: ([Int], [Int])? = nil, initial: Scalar, kernels: KernelTable = .best, workers: WorkerPool = Self.workers
    ) throws -> (result: [Scalar], fault: ArithmeticFault?) {
        let plan = try #require(BroadcastPlan(shapes?.0 ?? [left.count], shapes?.1 ?? [right.count]))
        var result = [Scalar](repeating: initial, count: plan.count)
        let fault = Elementwise.apply(
            function, type, left, right, to: &result, plan: plan, kernels: kernels, workers: workers)
        return (result, fault)
    }

    @Test func floatArithmetic() throws {
        let (a, b): ([Float], [Float]) = ([7, -7, 7, -7, 5, -1], [2, 2, -2, -2, 0, .infinity])
        func result(_ function: BinaryFunction) throws -> [Float] {
            try apply(function, .float32, a, b, initial: 0).result
        }
        #expect(try result(.add) == [9, -5, 5, -9, 5, .infinity])
        #expect(try result(.divide) == [3.5, -3.5, -3.5, 3.5, .infinity, 0])
        #expect(try result(.divideNoNaN) == [3.5, -3.5, -3.5, 3.5, 0, 0])
        #expect(try result(.floorDivide) == [3, -4, -4, 3, .infinity, 0])
        #expect(try result(.squaredDifference) == [25, 81, 81, 25, 25, .infinity])
        #expect(try result(.maximum) == [7, 2, 7, -2, 5, .infinity])
        let (floor, truncated) = (try result(.floorModulo), try result(.truncateModulo))
        #expect(floor[..<4] == [1, 1, -1, -1] && floor[4].isNaN && floor[5] == .infinity)
        #expect(truncated[..<4] == [1, -1, 1, -1] && truncated[4].isNaN && truncated[5] == -1)
    }

    @Test func maximumAndMinimumKeepNaN() throws {
        for function in [BinaryFunction.maximum, .minimum] {
            let result = try apply(function, .float64, [.nan, 1, .nan], [1, .nan, .nan] as [Double], initial: 0).result
            #expect(result.allSatisfy { $0.isNaN })
        }
    }

    @Test func integerDivisionTruncatesOrFloorsAndNeverTraps() throws {
        let (a, b): ([Int32], [Int32]) = ([7, -7, 7, -7, .min, 6], [2, 2, -2, -2, -1, 3])
        for (function, expected) in [
            (BinaryFunction.divide, [3, -3, -3, 3, .min, 2]), (.floorDivide, [3, -4, -4, 3, .min, 2]),
            (.floorModulo, [1, 1, -1, -1, 0, 0]), (.truncateModulo, [1, -1, 1, -1, 0, 0]),
        ] as [(BinaryFunction, [Int32])] {
            let (result, fault) = try apply(function, .int32, a, b, initial: 99)
            #expect(result == expected && fault == nil, "\(function)")
            let (zero, zeroFault) = try apply(function, .int32, [5, 6], [0, 4] as [Int32], initial: 99)
            #expect(zero[0] == 0 && zero[1] == (function == .divide || function == .floorDivide ? 1 : 2))
            #expect(zeroFault == .integerDivisionByZero)
        }
        let (unsigned, fault) = try apply(.floorDivide, .uint8, [255, 3], [2, 0] as [UInt8], initial: 9)
        #expect(unsigned == [127, 0] && fault == .integerDivisionByZero)
    }

    @Test func integersWrapAndAreRaisedToPowers() throws {
        #expect(try apply(.add, .int8, [127], [1] as [Int8], initial: 0).result == [-128])
        #expect(try apply(.multiply, .uint16, [65535], [65535] as [UInt16], initial: 0).result == [1])
        #expect(try apply(.multiply, .int64, [.max], [2] as [Int64], initial: 0).result == [-2])
        let (powers, fault) = try apply(.power, .int32, [2, -3, 0, 3], [10, 3, 0, -1] as [Int32], initial: 9)
        #expect(powers == [1024, -27, 1, 0] && fault == .negativeIntegerExponent)
        #expect(!BinaryFunction.atan2.supports(.int32) && BinaryFunction.maximum.supports(.uint64))
    }

    @Test func powers() throws {
        let result = try apply(.power, .float32, [2, 3, 0, -8, 4], [0.5, 2, -1, 1.5, 0] as [Float], initial: 0).result
        #expect(result[..<3] == [Float(2).squareRoot(), 9, .infinity] && result[3].isNaN && result[4] == 1)
    }

    @Test(arguments: KernelTable.available) func everyLayoutGivesTheSameBits(kernels: KernelTable) throws {
        func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
            for function in BinaryFunction.allCases {
                let (left, right) = (
                    assortedNumbers(Scalar.self, count: 6 * 37, seed: 8),
                    assortedNumbers(Scalar.self, count: 37, seed: 9)
                )
                // One element at a time, on the portable kernels, is what every layout must reproduce.
                func single(_ a: Scalar, _ b: Scalar) throws -> UInt64 {
                    let result = try apply(
                        function, Scalar.elementType, [a], [b], initial: 0, kernels: KernelTable.available[0])
                    return comparableBits(result.result)[0]
                }
                for (a, b) in [([6, 37], [37]), ([6, 37], [1]), ([37], [6, 1]), ([6, 1], [1, 37])] {
                    let (countA, countB) = (a.reduce(1, *), b.reduce(1, *))
                    let (x, y) = (Array(left[..<countA]), Array(right[..<countB]))
                    let result = try apply(
                        function, Scalar.elementType, x, y, shapes: (a, b), initial: 0, kernels: kernels
                    ).result
                    for index in result.indices where index % 5 == 0 || index % 37 == 36 {
                        let (row, column) = (index / 37, index % 37)
                        let i = countA == 222 ? index : countA == 37 ? column : row
                        let j = countB == 37 ? column : countB == 6 ? row : 0
                        #expect(
                            comparableBits(result)[index] == (try single(x[i], y[j])),
                            "\(function) of \(Scalar.self) at \(index), shapes \(a) and \(b)")
                    }
                }
            }
        }
        try check(Float.self)
        try check(Double.self)
    }

    @Test func anOperandMayBeTheTarget() throws {
        let (left, right) = ((0..<100).map { Float($0) }, (0..<10).map { Float($0) })
        let plan = try #require(BroadcastPlan([10, 10], [10]))
        var target = left
        target.withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            Elementwise.apply(.subtract, .float32, start, right, to: start, plan: plan, workers: Self.workers)
        }
        #expect(target == (0..<100).map { Float($0 / 10 * 10) })
    }

    @Test func comparisons() throws {
        let (a, b): ([Float], [Float]) = ([1, 2, 3, .nan, 0], [2, 2, 2, .nan, -0.0])
        for (comparison, expected) in [
            (Comparison.equal, [0, 1, 0, 0, 1]), (.notEqual, [1, 0, 1, 1, 0]), (.less, [1, 0, 0, 0, 0]),
            (.lessEqual, [1, 1, 0, 0, 1]), (.greater, [0, 0, 1, 0, 0]), (.greaterEqual, [0, 1, 1, 0, 1]),
        ] as [(Comparison, [UInt8])] {
            var result = [UInt8](repeating: 9, count: 5)
            let plan = try #require(BroadcastPlan([5], [5]))
            Elementwise.compare(comparison, .float32, a, b, to: &result, plan: plan, workers: Self.workers)
            #expect(result == expected, "\(comparison)")
        }
        for (comparison, expected) in [
            (Comparison.and, [0, 0, 0, 1]), (.or, [0, 1, 1, 1]), (.notEqual, [0, 1, 1, 0]), (.equal, [1, 0, 0, 1]),
        ] as [(Comparison, [UInt8])] {
            var result = [UInt8](repeating: 9, count: 4)
            let plan = try #require(BroadcastPlan([2, 1], [2]))
            Elementwise.compare(
                comparison, .bool, [0, 1] as [UInt8], [0, 1] as [UInt8], to: &result, plan: plan, workers: Self.workers)
            #expect(result == expected, "\(comparison)")
        }
        #expect(!Comparison.and.supports(.float32) && !Comparison.less.supports(.bool))
    }

    @Test func selectionBroadcastsAllThree() throws {
        let plan = try #require(BroadcastPlan(condition: [2, 1], [3], [2, 3]))
        var result = [Int64](repeating: 0, count: 6)
        Elementwise.select(
            elementSize: 8, condition: [1, 0] as [UInt8], [1, 2, 3] as [Int64], [4, 5, 6, 7, 8, 9] as [Int64],
            to: &result, plan: plan, workers: Self.workers)
        #expect(result == [1, 2, 3, 7, 8, 9])
        let scalars = try #require(BroadcastPlan(condition: [4], [], []))
        var bytes = [UInt8](repeating: 0, count: 4)
        Elementwise.select(
            elementSize: 1, condition: [1, 0, 0, 1] as [UInt8], [7] as [UInt8], [8] as [UInt8], to: &bytes,
            plan: scalars, workers: Self.workers)
        #expect(bytes == [7, 8, 8, 7])
    }

    @Test func threadsDoNotMatter() throws {
        let many = WorkerPool(threadCount: 3)
        for (a, b) in [([150_000], [150_000]), ([3, 70_000], [3, 1]), ([1500, 1, 40], [3, 40])] {
            let left = assortedNumbers(Float.self, count: a.reduce(1, *), seed: 1)
            let right = assortedNumbers(Float.self, count: b.reduce(1, *), seed: 2)
            let alone = try apply(.multiply, .float32, left, right, shapes: (a, b), initial: 0).result
            let threaded = try apply(.multiply, .float32, left, right, shapes: (a, b), initial: 0, workers: many).result
            #expect(comparableBits(alone) == comparableBits(threaded))
        }
    }
}
