import Adjoint
import Testing

/// Single steps, worked out by hand.
@Suite struct OptimizerStepTests {
    private func values(of optimizer: some Optimizer, steps: Int) throws -> [Float] {
        let graph = Graph()
        let v = graph.variable(Float(1), name: "v")
        let train = optimizer.minimize(v.value * v.value / 2)
        let session = try Session(graph)
        try session.initializeVariables()
        return try (0..<steps).map { _ in
            try session.run(train)
            return try session.value(of: v).scalar(as: Float.self)
        }
    }

    private func expect(_ found: [Float], _ expected: [Float]) {
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-6 }, "\(found), not \(expected)")
    }

    @Test func aStepOfGradientDescentAndOfMomentum() throws {
        expect(try values(of: GradientDescent(learningRate: 0.1), steps: 2), [0.9, 0.81])
        // 0.1, then 0.9·0.1 + 0.1·0.9 = 0.18.
        expect(try values(of: Momentum(learningRate: 0.1, momentum: 0.9), steps: 2), [0.9, 0.72])
    }

    @Test func weightsDecayBesideTheGradient() throws {
        expect(try values(of: GradientDescent(learningRate: 0.1).decayingWeights(by: 0.5), steps: 1), [0.4])
        expect(
            try values(of: GradientDescent(learningRate: 0.1).decayingWeights(by: 0.5) { _ in false }, steps: 1), [0.9])
    }

    @Test func ratesCanBeMultiplied() throws {
        expect(
            try values(of: Momentum(learningRate: 0.1).multiplyingRate { $0.name == "v" ? 3 : 1 }, steps: 1), [0.7])
        expect(try values(of: Momentum(learningRate: 0.1).multiplyingRate { _ in 1 }, steps: 1), [0.9])
    }

    @Test func aTensorOfRatesIsReadInEveryStep() throws {
        let graph = Graph()
        let v = graph.variable(Float(1), name: "v")
        let step = graph.globalStep()
        let rate = piecewiseConstant(step: step, boundaries: [0], values: [0.1, 0.5])
        let train = GradientDescent(learningRate: rate).minimize(v.value * v.value / 2, globalStep: step)
        let session = try Session(graph)
        try session.initializeVariables()
        for expected: Float in [0.9, 0.45] {
            try session.run(train)
            #expect(abs(try session.value(of: v).scalar(as: Float.self) - expected) < 1e-6)
        }
        #expect(try session.value(of: step).scalar(as: Int64.self) == 2)
    }
}
