import Adjoint
import Testing

/// Rates at single steps, worked out by hand; the goldens of training compare whole courses with TensorFlow.
@Suite struct ScheduleTests {
    private func rates(at steps: [Int], _ schedule: (Tensor) -> Tensor) throws -> [Float] {
        let graph = Graph()
        let step = graph.placeholder(.int64, shape: [], name: "step")
        let rate = schedule(step)
        let session = try Session(graph)
        return try steps.map { try session.run(rate, as: Float.self, feeding: [step: $0]) }
    }

    private func expect(_ found: [Float], _ expected: [Float]) {
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-6 }, "\(found), not \(expected)")
    }

    @Test func decay() throws {
        expect(
            try rates(at: [0, 5000, 10000, 20000]) {
                exponentialDecay(0.1, step: $0, decaySteps: 10000, decayRate: 0.1, isStaircase: true)
            }, [0.1, 0.1, 0.01, 0.001])
        expect(
            try rates(at: [0, 1, 3]) { inverseTimeDecay(1, step: $0, decaySteps: 1, decayRate: 1) }, [1, 0.5, 0.25])
        expect(
            try rates(at: [0, 5, 10, 12]) { polynomialDecay(1, step: $0, decaySteps: 10, endRate: 0) },
            [1, 0.5, 0, 0])
        expect(
            try rates(at: [0, 10, 11, 20]) {
                polynomialDecay(1, step: $0, decaySteps: 10, endRate: 0, isCyclic: true)
            }, [1, 0, 0.45, 0])
    }

    @Test func boundariesBelongToTheValueBefore() throws {
        expect(
            try rates(at: [0, 10, 11, 20, 21]) {
                piecewiseConstant(step: $0, boundaries: [10, 20], values: [1, 0.5, 0.25])
            }, [1, 1, 0.5, 0.5, 0.25])
    }

    @Test func restartsBeginAtTheTop() throws {
        expect(
            try rates(at: [0, 5, 10, 20, 30]) {
                cosineDecayWithRestarts(1, step: $0, firstDecaySteps: 10, periodFactor: 2, rateFactor: 0.5)
            }, [1, 0.5, 0.5, 0.25, 0.25])
        expect(
            try rates(at: [0, 50, 100, 150]) { cosineDecay(1, step: $0, decaySteps: 100, alpha: 0.2) },
            [1, 0.6, 0.2, 0.2])
    }

    @Test func warmingUpCanLeadIntoAnotherSchedule() throws {
        expect(try rates(at: [0, 1, 3, 9]) { warmUp(0.8, step: $0, warmupSteps: 4) }, [0.2, 0.4, 0.8, 0.8])
        expect(
            try rates(at: [0, 10]) {
                warmUp(
                    exponentialDecay(1, step: $0, decaySteps: 10, decayRate: 0.5), step: $0, warmupSteps: 2)
            }, [0.5, 0.5])
    }

    /// Node names as TensorFlow 2.21's `tf.compat.v1` gives them.
    @Test func namesAreTensorFlows() throws {
        let graph = Graph()
        let step = graph.globalStep()
        let rate = exponentialDecay(0.1, step: step, decaySteps: 10.0, decayRate: 0.5, isStaircase: true)
        #expect(rate.name == "ExponentialDecay:0")
        #expect(cosineDecay(0.1, step: step, decaySteps: 10.0).name == "CosineDecay/Mul_3:0")
        let names = graph.operations.map(\.name)
        for name in ["initial_learning_rate", "Cast/x", "Cast_1/x", "Cast_2", "truediv", "Floor", "Pow"] {
            #expect(names.contains("ExponentialDecay/" + name), "\(name)")
        }
    }
}
