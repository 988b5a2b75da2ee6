import AdjointKernels
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The functions of one argument: accuracy, special values, and the law that a result depends on its argument alone.
@Suite struct UnaryFunctionTests {
    static let workers = WorkerPool(threadCount: 1)

    static func apply<Scalar: VectorScalar>(
        _ function: UnaryFunction, _ values: [Scalar], kernels: KernelTable = .best
    ) -> [Scalar] {
        map(values) { source, target, count in
            Elementwise.apply(
                function, Scalar.elementType, source, to: target, count: count, kernels: kernels, workers: workers)
        }
    }

    /// Functions with an error bound in units of the last place, of float and of double, and their exact values.
    static let bounds: [(function: UnaryFunction, float: Double, double: Double, exact: @Sendable (Double) -> Double)] =
        [
            (.exp, 1, 1, { exp($0) }), (.expm1, 1.5, 2, { expm1($0) }), (.log, 1, 1, { log($0) }),
            (.log1p, 1.5, 1, { log1p($0) }), (.sin, 1.6, 1.6, { sin($0) }), (.cos, 1.6, 1.6, { cos($0) }),
            (.tan, 0.51, 1, { tan($0) }), (.asin, 0.51, 1, { asin($0) }), (.acos, 0.51, 1, { acos($0) }),
            (.atan, 0.51, 1, { atan($0) }), (.sinh, 0.51, 1, { sinh($0) }), (.cosh, 0.51, 1, { cosh($0) }),
            (.tanh, 2.5, 2.5, { tanh($0) }), (.asinh, 0.51, 1, { asinh($0) }), (.acosh, 0.51, 1, { acosh($0) }),
            (.atanh, 0.51, 1, { atanh($0) }), (.erf, 0.51, 1, { erf($0) }), (.erfc, 0.51, 1, { erfc($0) }),
            (.sigmoid, 2.5, 2.5, { $0 < 0 ? exp($0) / (1 + exp($0)) : 1 / (1 + exp(-$0)) }),
            (.softplus, 1.75, 1.75, { max($0, 0) + log1p(exp(-abs($0))) }),
            (.softsign, 1.5, 1.5, { $0 / (1 + abs($0)) }), (.elu, 1.5, 2, { $0 < 0 ? expm1($0) : $0 }),
            (.selu, 2.6, 3, { 1.0507009873554805 * ($0 < 0 ? 1.6732632423543772 * expm1($0) : $0) }),
            (.reciprocalSquareRoot, 1.5, 1.5, { 1 / sqrt($0) }), (.squareRoot, 0.5, 0.5, { sqrt($0) }),
            (.reciprocal, 0.5, 0.5, { 1 / $0 }),
        ]

    @Test(arguments: KernelTable.available) func floatErrorsStayWithinTheStatedBounds(kernels: KernelTable) {
        // Every 2^19 + 1st bit pattern, and the common range more densely.
        let values =
            (0..<8191).map { Float(bitPattern: UInt32($0) &* ((1 << 19) + 1)) } + (0..<2000).map { Float($0) / 90 - 11 }
        for bound in Self.bounds {
            let results = Self.apply(bound.function, values, kernels: kernels)
            for (value, result) in zip(values, results) {
                let exact = bound.exact(Double(value))
                if exact.isNaN {
                    #expect(result.isNaN, "\(bound.function)(\(value)) is \(result)")
                } else if abs(exact) > Double(Float.greatestFiniteMagnitude) {
                    #expect(result == Float(exact), "\(bound.function)(\(value)) is \(result)")
                } else {
                    let unit = Double(max(Float(abs(exact)), Float.leastNormalMagnitude).ulp)
                    let error = abs(Double(result) - exact) / unit
                    #expect(error <= bound.float, "\(bound.function)(\(value)) is \(result), off by \(error) ULP")
                }
            }
        }
    }

    @Test(arguments: KernelTable.available) func doubleErrorsStayWithinTheStatedBounds(kernels: KernelTable) {
        var random = TestRandom(7)
        let values = (0..<3000).map { index -> Double in
            switch index % 3 {
            case 0: Double.random(in: -5...5, using: &random)
            case 1: Double.random(in: -700...700, using: &random)
            default:
                Double.random(in: -1...1, using: &random) * pow(2, Double(Int.random(in: -80...30, using: &random)))
            }
        }
        for bound in Self.bounds {
            let results = Self.apply(bound.function, values, kernels: kernels)
            for (value, result) in zip(values, results) {
                // The reference is libm's, itself off by up to one unit, and up to two where it is composed.
                let exact = bound.exact(value)
                if exact.isNaN {
                    #expect(result.isNaN)
                } else if exact.isInfinite {
                    #expect(result == exact)
                } else {
                    let error = abs(result - exact) / max(abs(exact), .leastNormalMagnitude).ulp
                    #expect(error <= bound.double + 2, "\(bound.function)(\(value)) is \(result), off by \(error) ULP")
                }
            }
        }
    }

    @Test func instructionSetsAgree() {
        func check<Scalar: VectorScalar>(_: Scalar.Type) {
            let values = assortedNumbers(Scalar.self, count: 531)
            for function in UnaryFunction.allCases {
                let expected = comparableBits(Self.apply(function, values, kernels: KernelTable.available[0]))
                for kernels in KernelTable.available.dropFirst() {
                    #expect(
                        comparableBits(Self.apply(function, values, kernels: kernels)) == expected,
                        "\(function) of \(Scalar.self) with \(kernels.instructionSet)")
                }
            }
        }
        check(Float.self)
        check(Double.self)
    }

    @Test(arguments: KernelTable.available) func aResultDependsOnItsArgumentAlone(kernels: KernelTable) {
        func check<Scalar: VectorScalar>(_: Scalar.Type) {
            let values = assortedNumbers(Scalar.self, count: 67, seed: 3)
            for function in UnaryFunction.allCases {
                let whole = Self.apply(function, values, kernels: kernels)
                for (start, count) in [(0, 1), (1, 1), (3, 15), (5, 16), (2, 17), (9, 31), (7, 33), (66, 1)] {
                    let part = Self.apply(function, Array(values[start..<start + count]), kernels: kernels)
                    #expect(comparableBits(part) == comparableBits(Array(whole[start..<start + count])))
                }
            }
        }
        check(Float.self)
        check(Double.self)
    }

    @Test(arguments: KernelTable.available) func nothingBeyondTheArraysIsTouched(kernels: KernelTable) {
        for count in [1, 2, 7, 8, 15, 16, 17, 31, 33] {
            let source = GuardedBuffer((0..<count).map { Float($0) - 4 })
            let target = GuardedBuffer([Float](repeating: 0, count: count))
            for function in UnaryFunction.allCases {
                Elementwise.apply(
                    function, .float32, source.start, to: target.start, count: count, kernels: kernels,
                    workers: Self.workers)
                #expect(comparableBits(target.elements) == comparableBits(Self.apply(function, source.elements)))
            }
        }
    }

    @Test func unalignedArraysAndInPlaceGiveTheSame() {
        let values = assortedNumbers(Float.self, count: 41)
        for function in UnaryFunction.allCases {
            let expected = comparableBits(Self.apply(function, values))
            var bytes = [UInt8](repeating: 0, count: 41 * 4 + 4)
            bytes.withUnsafeMutableBytes { buffer in
                guard let start = buffer.baseAddress else { return }
                // One element past the start is aligned to nothing wider than an element.
                let shifted = start + 4
                values.withUnsafeBytes {
                    shifted.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(start), byteCount: 164)
                }
                Elementwise.apply(function, .float32, shifted, to: shifted, count: 41, workers: Self.workers)
                let result = (0..<41).map { (shifted + $0 * 4).load(as: Float.self) }
                #expect(comparableBits(result) == expected, "\(function)")
            }
        }
    }

    @Test func threadsDoNotMatter() {
        let values = assortedNumbers(Float.self, count: 40_001)
        let many = WorkerPool(threadCount: 3)
        for function in [UnaryFunction.tanh, .relu, .erf] {
            let threaded = map(values) {
                Elementwise.apply(function, .float32, $0, to: $1, count: $2, workers: many)
            }
            #expect(comparableBits(threaded) == comparableBits(Self.apply(function, values)))
        }
    }

    @Test(arguments: KernelTable.available) func specialValues(kernels: KernelTable) {
        func expect<Scalar: VectorScalar>(_ function: UnaryFunction, _ value: Scalar, _ expected: Scalar) {
            let result = Self.apply(function, [value], kernels: kernels)[0]
            #expect(
                expected.isNaN ? result.isNaN : result == expected,
                "\(function)(\(value)) of \(Scalar.self) is \(result)")
        }
        func check<Scalar: VectorScalar>(_: Scalar.Type) {
            for function in UnaryFunction.allCases { expect(function, Scalar.nan, .nan) }
            let infinity = Scalar.infinity
            for (function, atZero, atInfinity, atMinusInfinity) in [
                (UnaryFunction.exp, 1, infinity, 0), (.expm1, 0, infinity, -1), (.log, -infinity, infinity, .nan),
                (.log1p, 0, infinity, .nan), (.sin, 0, .nan, .nan), (.cos, 1, .nan, .nan), (.tanh, 0, 1, -1),
                (.sigmoid, 0.5, 1, 0), (.relu, 0, infinity, 0), (.relu6, 0, 6, 0), (.elu, 0, infinity, -1),
                (.squareRoot, 0, infinity, .nan), (.reciprocalSquareRoot, infinity, 0, .nan),
                (.sign, 0, 1, -1), (.softsign, 0, .nan, .nan), (.leakyRelu, 0, infinity, -infinity),
                (.floor, 0, infinity, -infinity), (.round, 0, infinity, -infinity), (.erf, 0, 1, -1),
            ] as [(UnaryFunction, Scalar, Scalar, Scalar)] {
                expect(function, 0, atZero)
                expect(function, infinity, atInfinity)
                expect(function, -infinity, atMinusInfinity)
            }
            expect(.softplus, infinity, infinity)
            expect(.softplus, -infinity, 0)
            expect(.log1p, -1, -infinity)
            expect(.log, -1, .nan)
            for (value, rounded) in [(0.5, 0), (1.5, 2), (2.5, 2), (-0.5, 0), (-1.5, -2)] as [(Scalar, Scalar)] {
                expect(.round, value, rounded)
            }
        }
        check(Float.self)
        check(Double.self)
    }

    @Test func integersWrap() {
        let source: [Int8] = [-128, -3, 0, 5, 127]
        func apply(_ function: UnaryFunction) -> [Int8] {
            var result = [Int8](repeating: 99, count: source.count)
            Elementwise.apply(function, .int8, source, to: &result, count: source.count, workers: Self.workers)
            return result
        }
        #expect(apply(.negate) == [-128, 3, 0, -5, -127])
        #expect(apply(.absolute) == [-128, 3, 0, 5, 127])
        #expect(apply(.sign) == [-1, -1, 0, 1, 1])
        #expect(apply(.square) == [0, 9, 0, 25, 1])
        #expect(apply(.relu) == [0, 0, 0, 5, 127])
        #expect(apply(.relu6) == [0, 0, 0, 5, 6])
        #expect(!UnaryFunction.exp.supports(.int32))
    }

    @Test func predicates() {
        let values: [Double] = [1, .nan, .infinity, -.infinity, 0, -.nan]
        for (predicate, expected) in [
            (FloatPredicate.isNaN, [0, 1, 0, 0, 0, 1]), (.isInfinite, [0, 0, 1, 1, 0, 0]),
            (.isFinite, [1, 0, 0, 0, 1, 0]),
        ] as [(FloatPredicate, [UInt8])] {
            var result = [UInt8](repeating: 9, count: values.count)
            Elementwise.test(predicate, .float64, values, to: &result, count: values.count, workers: Self.workers)
            #expect(result == expected)
        }
    }
}
