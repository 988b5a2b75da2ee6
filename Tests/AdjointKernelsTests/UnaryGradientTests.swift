import AdjointKernels
import Testing

/// Gradients of functions of one argument: each is the derivative of its function.
@Suite struct UnaryGradientTests {
    static let workers = WorkerPool(threadCount: 1)

    /// A gradient, its function, and whether it is given the function's outputs rather than its features.
    static let pairs: [(gradient: UnaryGradient, function: UnaryFunction, takesOutputs: Bool)] = [
        (.relu, .relu, false), (.relu6, .relu6, false), (.elu, .elu, true), (.selu, .selu, true),
        (.leakyRelu, .leakyRelu, false), (.softplus, .softplus, false), (.softsign, .softsign, false),
        (.sigmoid, .sigmoid, true), (.tanh, .tanh, true), (.squareRoot, .squareRoot, true),
        (.reciprocalSquareRoot, .reciprocalSquareRoot, true), (.reciprocal, .reciprocal, true),
    ]

    private func gradient<Scalar: VectorScalar>(
        _ function: UnaryGradient, _ gradient: [Scalar], _ value: [Scalar], kernels: KernelTable = .best
    ) -> [Scalar] {
        map(gradient) { source, target, count in
            value.withUnsafeBytes { bytes in
                guard let values = bytes.baseAddress else { return }
                Elementwise.applyGradient(
                    function, Scalar.elementType, gradient: source, value: values, to: target, count: count,
                    kernels: kernels, workers: Self.workers)
            }
        }
    }

    @Test(arguments: KernelTable.available) func gradientsAreDerivatives(kernels: KernelTable) {
        #expect(Self.pairs.count == UnaryGradient.allCases.count)
        let step = 1e-6
        for pair in Self.pairs {
            let isDefinedBelowZero = pair.function != .squareRoot && pair.function != .reciprocalSquareRoot
            let points = (0..<53).map { isDefinedBelowZero ? Double($0) * 0.29 - 7.03 : Double($0) * 0.29 + 0.2 }
            let incoming = points.indices.map { 0.5 + Double($0 % 5) }
            let value = pair.takesOutputs ? UnaryFunctionTests.apply(pair.function, points) : points
            let result = gradient(pair.gradient, incoming, value, kernels: kernels)
            let above = UnaryFunctionTests.apply(pair.function, points.map { $0 + step })
            let below = UnaryFunctionTests.apply(pair.function, points.map { $0 - step })
            for index in points.indices {
                let expected = incoming[index] * (above[index] - below[index]) / (2 * step)
                #expect(
                    abs(result[index] - expected) <= 1e-7 * max(1, abs(expected)),
                    "\(pair.gradient) at \(points[index]) is \(result[index]), not \(expected)")
            }
        }
    }

    @Test func instructionSetsAgreeAndPositionsDoNotMatter() {
        func check<Scalar: VectorScalar>(_: Scalar.Type) {
            let (incoming, value) = (
                assortedNumbers(Scalar.self, count: 77, seed: 5), assortedNumbers(Scalar.self, count: 77, seed: 6)
            )
            for function in UnaryGradient.allCases {
                let expected = gradient(function, incoming, value, kernels: KernelTable.available[0])
                for kernels in KernelTable.available {
                    #expect(
                        comparableBits(gradient(function, incoming, value, kernels: kernels))
                            == comparableBits(expected))
                    for range in [0..<1, 3..<20, 60..<77] {
                        let part = gradient(function, Array(incoming[range]), Array(value[range]), kernels: kernels)
                        #expect(comparableBits(part) == comparableBits(Array(expected[range])))
                    }
                }
            }
        }
        check(Float.self)
        check(Double.self)
    }

    @Test func atTheKinksAsTensorFlow() {
        #expect(gradient(.relu, [1, 1, 1] as [Float], [0, -0.0, 1]) == [0, 0, 1])
        #expect(gradient(.relu6, [1, 1, 1, 1] as [Float], [0, 6, 5, 7]) == [0, 0, 1, 0])
        #expect(gradient(.leakyRelu, [1, 1] as [Float], [0, 1]) == [0.2, 1])
    }
}
