import Adjoint
import Foundation
import Testing
import TrainingPrograms

/// The perceptron against TensorFlow: its names, and how it trains.
@Suite(.enabled(if: TensorFlowOracle.isEnabled)) struct PerceptronTests {
    @Test func namesAreTensorFlows() throws {
        try TensorFlowOracle.compareNames(Perceptron().graph, with: "mlp", expecting: "expected_differences.json")
    }

    /// On the formula's random images, as long as TensorFlow follows itself: after a hundred steps or so, activations
    /// near zero make rounding errors grow, and it differs from itself with oneDNN by 7e-4.
    @Test func stepsFromTheFormulaFollowTensorFlow() throws {
        struct Response: Decodable { var losses: [Double] }
        let output = try TensorFlowOracle.run("train_mlp.py", ["--steps", "100"])
        let theirs = try JSONDecoder().decode(Response.self, from: Data(output.utf8)).losses
        let perceptron = Perceptron(kernels: Formula.weights([784, 300, 100, 10]))
        let losses = try train(perceptron, steps: 100, on: (0..<8).map { Formula.batch($0, size: 50) })
        expect(losses, toFollow: theirs)
    }

    /// The perceptron as a user has it: the initializers' weights, which TensorFlow draws from the same seeds, and batches of
    /// images of digits. TensorFlow runs the graph that is built here.
    @Test(arguments: [1, 42, 2017]) func twoHundredStepsOnDigitsFollowTensorFlow(seed: Int) throws {
        let digits = try Digits.sample.get()
        let batches = (0..<Digits.batchCount).map {
            (x: digits.images(ofStep: $0, shape: [nil, 784]), y: digits.labels(ofStep: $0))
        }
        let perceptron = Perceptron(seed: seed)
        let initializer = try perceptron.graph.operation("init")
        var job = TensorFlowOracle.Job(graph: try perceptron.graph.graphDef())
        job.runs = [TensorFlowOracle.Run(targets: [initializer.name])]
        for step in 0..<200 {
            let batch = batches[step % batches.count]
            job.runs.append(
                TensorFlowOracle.Run(
                    feeds: [perceptron.x.name: batch.x, perceptron.y.name: batch.y],
                    targets: [perceptron.trainingStep.name], fetches: [perceptron.loss.name]))
        }
        let theirs = try TensorFlowOracle.run([job])[0].get().dropFirst().map { values in
            try #require(values[perceptron.loss.name]?.doubles?.first)
        }
        expect(try train(perceptron, steps: 200, on: batches), toFollow: theirs)
    }

    private func train(
        _ perceptron: Perceptron, steps: Int, on batches: [(x: NDArray, y: NDArray)]
    ) throws -> [Double] {
        let session = try Session(perceptron.graph)
        try session.initializeVariables()
        let step = try session.prepare(
            fetches: [perceptron.loss], targets: [perceptron.trainingStep], feeding: [perceptron.x, perceptron.y])
        return try (0..<steps).map { index in
            let batch = batches[index % batches.count]
            return Double(try step(batch.x, batch.y)[0].scalar(as: Float.self))
        }
    }

    private func expect(_ losses: [Double], toFollow theirs: [Double]) {
        #expect(losses.count == theirs.count)
        let worst = zip(losses, theirs).enumerated().max { left, right in
            abs(left.element.0 / left.element.1 - 1) < abs(right.element.0 / right.element.1 - 1)
        }!
        #expect(
            abs(worst.element.0 / worst.element.1 - 1) <= 1e-4,
            "step \(worst.offset): \(worst.element.0), not \(worst.element.1)")
    }
}
