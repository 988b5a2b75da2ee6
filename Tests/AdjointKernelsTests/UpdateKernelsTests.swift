import AdjointKernels
import Testing

/// Optimizer updates against three steps of TensorFlow's training ops.
@Suite struct UpdateKernelsTests {
    static let workers = WorkerPool(threadCount: 1)

    static let rules: [(name: String, rule: UpdateRule, slots: [Double])] = [
        ("gradientDescent", .gradientDescent, []), ("momentum", .momentum, [0]),
        ("nesterovMomentum", .nesterovMomentum, [0]), ("adagrad", .adagrad, [0.1]), ("adadelta", .adadelta, [0, 0]),
        ("rmsProp", .rmsProp, [1, 0]), ("centeredRMSProp", .centeredRMSProp, [1, 0, 0]), ("adam", .adam, [0, 0]),
        ("nesterovAdam", .nesterovAdam, [0, 0]), ("ftrl", .ftrl, [0.1, 0]), ("ftrlOtherPower", .ftrl, [0.1, 0]),
    ]

    /// The hyperparameters of the golden values, at a step counted from 0.
    static func hyperparameters<Scalar: VectorScalar>(_ name: String, step: Int, _: Scalar.Type)
        -> UpdateHyperparameters
    {
        var result = UpdateHyperparameters(learningRate: 0.05)
        (result.momentum, result.rho, result.epsilon, result.beta1, result.beta2) = (0.9, 0.95, 1e-3, 0.9, 0.999)
        (result.l1, result.l2, result.l2Shrinkage) = (0.01, 0.02, 0.03)
        if name == "ftrlOtherPower" { result.learningRatePower = -0.75 }
        if name == "adam" || name == "nesterovAdam" {
            let (power1, power2) = ([0.9, 0.81, 0.7290000000000001][step], [0.999, 0.998001, 0.997002999][step])
            result.learningRate =
                Scalar.self == Float.self
                ? Double(
                    UpdateKernels.adamStepSize(learningRate: 0.05, beta1Power: Float(power1), beta2Power: Float(power2))
                )
                : UpdateKernels.adamStepSize(learningRate: 0.05, beta1Power: power1, beta2Power: power2)
        }
        return result
    }

    static func step<Scalar: VectorScalar>(
        _ rule: UpdateRule, _ variable: inout [Scalar], _ slots: inout [[Scalar]], _ gradient: [Scalar],
        _ hyperparameters: UpdateHyperparameters, kernels: KernelTable = .best, workers: WorkerPool = Self.workers
    ) {
        // All arrays in one buffer, so that their addresses are valid together.
        let count = variable.count
        var buffer = variable + slots.flatMap { $0 } + [Scalar](repeating: 0, count: (3 - slots.count) * count)
        buffer.withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            let size = count * MemoryLayout<Scalar>.stride
            UpdateKernels.apply(
                rule, Scalar.elementType, variable: start, slots: (start + size, start + 2 * size, start + 3 * size),
                gradient: gradient, count: count, hyperparameters: hyperparameters, kernels: kernels, workers: workers)
        }
        variable = Array(buffer[..<count])
        for slot in slots.indices { slots[slot] = Array(buffer[(slot + 1) * count..<(slot + 2) * count]) }
    }

    private func checkGoldens<Scalar: VectorScalar>(_: Scalar.Type, _ typeName: String, kernels: KernelTable) throws {
        var arrays: [String: [Scalar]] = [:]
        for fields in try fixtureFields("updates/update_goldens.txt") where fields[1] == typeName {
            arrays[fields[..<4].joined(separator: " ")] = fields[4...].compactMap { Double($0).map { Scalar($0) } }
        }
        #expect(arrays.count == 120)
        for (name, rule, starts) in Self.rules {
            var variable = [0.5, -1.25, 2.0, 0.0, -0.001].map { Scalar($0) }
            var slots = starts.map { [Scalar](repeating: Scalar($0), count: 5) }
            #expect(rule.slotCount == slots.count)
            for step in 0..<3 {
                func golden(_ array: String) throws -> [Scalar] {
                    try #require(arrays["\(name) \(typeName) \(step) \(array)"])
                }
                Self.step(
                    rule, &variable, &slots, try golden("gradient"),
                    Self.hyperparameters(name, step: step, Scalar.self), kernels: kernels)
                for (index, array) in ([variable] + slots).enumerated() {
                    let expected = try golden(index == 0 ? "variable" : "slot\(index - 1)")
                    for (value, exact) in zip(array, expected) {
                        // A few roundings: TensorFlow contracts some of the products. FTRL divides the difference of
                        // two powers, each rounded, by the learning rate.
                        let scale: Scalar = name == "ftrlOtherPower" ? 1 : 0.01
                        #expect(
                            abs(value - exact) <= 8 * max(Scalar.ulpOfOne * scale, exact.ulp),
                            "\(name) \(typeName) step \(step) array \(index): \(value), not \(exact)")
                    }
                }
            }
        }
    }

    @Test(arguments: KernelTable.available) func stepsAreTensorFlows(kernels: KernelTable) throws {
        try checkGoldens(Float.self, "float32", kernels: kernels)
        try checkGoldens(Double.self, "float64", kernels: kernels)
    }

    @Test func anElementDoesNotDependOnItsNeighboursOrTheInstructionSet() {
        func check<Scalar: VectorScalar>(_: Scalar.Type) {
            var random = TestRandom(21)
            func numbers(_ range: ClosedRange<Double>) -> [Scalar] {
                (0..<37).map { _ in Scalar(Double.random(in: range, using: &random)) }
            }
            let (variable, gradient) = (numbers(-2...2), numbers(-2...2))
            let slots = [numbers(1...3), numbers(1...3), numbers(-0.5...0.5)]
            for (name, rule, starts) in Self.rules {
                let hyperparameters = Self.hyperparameters(name, step: 0, Scalar.self)
                func run(_ range: Range<Int>, _ kernels: KernelTable) -> [Scalar] {
                    var own = Array(variable[range])
                    var ownSlots = slots[..<starts.count].map { Array($0[range]) }
                    Self.step(rule, &own, &ownSlots, Array(gradient[range]), hyperparameters, kernels: kernels)
                    return ([own] + ownSlots).flatMap { $0 }
                }
                let whole = run(0..<37, KernelTable.available[0])
                for kernels in KernelTable.available {
                    #expect(run(0..<37, kernels) == whole, "\(name) with \(kernels.instructionSet)")
                    for index in [0, 5, 33, 36] {
                        let alone = run(index..<index + 1, kernels)
                        #expect(alone == (0...starts.count).map { whole[$0 * 37 + index] }, "\(name)")
                    }
                }
            }
        }
        check(Float.self)
        check(Double.self)
    }

    @Test func threadsDoNotMatter() {
        let start = assortedNumbers(Float.self, count: 50_000)
        func run(_ workers: WorkerPool) -> [UInt64] {
            var (variable, slots) = (start, [start, start])
            Self.step(
                .adam, &variable, &slots, start, Self.hyperparameters("adam", step: 0, Float.self), workers: workers)
            return comparableBits(variable)
        }
        #expect(run(WorkerPool(threadCount: 3)) == run(Self.workers))
    }
}
