import Adjoint
import Testing
import TrainingPrograms

/// The graphs of all training programs, run by TensorFlow: the losses are ours.
@Suite(.enabled(if: TensorFlowOracle.isEnabled)) struct TrainingProgramTests {
    private static let steps = 20

    @Test func exportedProgramsTrainInTensorFlow() throws {
        var jobs: [TensorFlowOracle.Job] = []
        var ours: [[Double]] = []
        var fetches: [String] = []
        for program in TrainingProgram.all {
            let (graph, parts) = try program.built()
            var job = TensorFlowOracle.Job(graph: try graph.graphDef())
            job.runs = [TensorFlowOracle.Run(targets: graph.globalVariables.map(\.initializer.name))]
            let session = try Session(graph)
            try session.initializeVariables()
            var losses: [Double] = []
            for step in 0..<Self.steps {
                var run = TensorFlowOracle.Run(targets: [parts.train.name], fetches: [parts.loss.name])
                var feeds = Feeds()
                for (tensor, value) in try parts.feeds(ofStep: step) {
                    feeds[tensor] = value
                    run.feeds[tensor.name] = try array(value, as: tensor.dtype)
                }
                job.runs.append(run)
                let values = try session.run(fetches: [parts.loss], targets: [parts.train], feeding: feeds)
                losses.append(Double(try values[0].scalar(as: Float.self)))
            }
            jobs.append(job)
            ours.append(losses)
            fetches.append(parts.loss.name)
        }
        for (index, result) in try TensorFlowOracle.run(jobs).enumerated() {
            let program = TrainingProgram.all[index]
            do {
                let theirs = try result.get().dropFirst().map { try #require($0[fetches[index]]?.doubles?.first) }
                for (step, (loss, other)) in zip(ours[index], theirs).enumerated()
                where abs(loss / other - 1) > 1e-4 {
                    Issue.record("\(program), step \(step): \(loss), in TensorFlow \(other)")
                    break
                }
                #expect(theirs.count == Self.steps)
            } catch {
                Issue.record("\(program): \(error)")
            }
        }
    }

    private func array(_ value: any Feedable, as dtype: DType) throws -> NDArray {
        switch value {
        case let array as NDArray: array
        case let flag as Bool: NDArray(flag)
        case let number as Float: NDArray(number, dtype: dtype)
        default: throw TensorFlowOracle.OracleError(description: "\(value) is fed")
        }
    }
}
