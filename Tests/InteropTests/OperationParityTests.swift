import Adjoint
import OperationCases
import Testing

/// Every case of every op, and its gradients of first and second order, against TensorFlow.
@Suite(.enabled(if: TensorFlowOracle.isEnabled)) struct OperationParityTests {
    /// A case as both sides run it.
    private struct Exercise {
        var title: String
        var dtype: DType
        /// What is compared: TensorFlow's name for it, our tensor, our value.
        var comparisons: [(theirs: String, ours: Tensor, value: NDArray)]
        var job: TensorFlowOracle.Job
    }

    @Test func operationsAndGradientsAgree() throws {
        var exercises: [Exercise] = []
        for operationCase in OperationCase.all {
            for dtype in operationCase.dtypes {
                do {
                    exercises.append(try Self.exercise(operationCase, dtype))
                } catch {
                    Issue.record("\(operationCase) \(dtype.name): \(error)")
                }
            }
        }
        let results = try TensorFlowOracle.run(exercises.map(\.job))
        for (exercise, result) in zip(exercises, results) {
            switch result {
            case .failure(let error): Issue.record("\(exercise.title): \(error)")
            case .success(let runs): Self.compare(exercise, runs[0])
            }
        }
    }

    private static func compare(_ exercise: Exercise, _ expected: [String: NDArray]) {
        for (name, tensor, value) in exercise.comparisons {
            guard let theirs = expected[name] else {
                Issue.record("\(exercise.title): TensorFlow has no \(name), we \(tensor)")
                continue
            }
            let violation = Comparison.violation(
                exercise.title, tensor, value, theirs, tolerance: exercise.dtype == .float32 ? 1e-5 : 1e-12)
            if let violation { Issue.record("\(violation) (as \(name))") }
        }
        // What they have and we have not.
        for name in expected.keys where !exercise.comparisons.contains(where: { $0.theirs == name }) {
            Issue.record("\(exercise.title): only TensorFlow has \(name)")
        }
    }

    private static func exercise(_ operationCase: OperationCase, _ dtype: DType) throws -> Exercise {
        // An op without a second-order gradient is compared in first order.
        for order in [2, 1, 0] {
            if let exercise = try exercise(operationCase, dtype, order: order) { return exercise }
        }
        throw TensorFlowOracle.OracleError(description: "the case does not build")
    }

    /// The exercise with gradients up to an order; `nil` if these cannot be built.
    private static func exercise(_ operationCase: OperationCase, _ dtype: DType, order: Int) throws -> Exercise? {
        let program = CaseProgram(operationCase, dtype)
        let outputs = try program.run(program.outputs)
        var feeds = program.feeds
        var fed = program.inputs
        var compared = program.outputs.map { ($0.name, $0) }
        var requests: [TensorFlowOracle.Gradients] = []
        var optional: [String] = []
        /// Compares our gradients as TensorFlow runs them, and its own, with ours.
        func add(_ name: String, _ ys: [Tensor], _ xs: [Tensor], _ upstream: [Tensor], _ gradients: [Tensor?]) {
            requests.append(
                TensorFlowOracle.Gradients(
                    name: name, of: ys.map(\.name), withRespectTo: xs.map(\.name), upstream: upstream.map(\.name)))
            for (index, gradient) in gradients.enumerated() {
                optional.append("\(name):\(index)")
                guard let gradient else { continue }
                compared.append((gradient.name, gradient))
                compared.append(("\(name):\(index)", gradient))
            }
        }
        if order > 0, !program.isStateful,
            let first = program.differentiated(outputDimensions: outputs.map(\.dimensions))
        {
            feeds = first.feeds
            fed += first.upstreams
            add("first", first.results, first.sources, first.upstreams, first.gradients)
            let gradients = first.gradients.compactMap(\.self)
            if order > 1, !gradients.isEmpty, program.graph.mistakes.isEmpty {
                let arguments = first.sources + first.upstreams
                let second = program.graph.gradients(of: gradients, withRespectTo: arguments, name: "second_order")
                add("second", gradients, arguments, [], second)
            }
        }
        guard program.graph.mistakes.isEmpty else { return nil }
        let values = try program.run(compared.map(\.1), feeding: feeds)
        var fedValues: [String: NDArray] = [:]
        for tensor in fed { fedValues[tensor.name] = feeds[tensor] as? NDArray }
        let run = TensorFlowOracle.Run(feeds: fedValues, fetches: Array(Set(compared.map(\.0) + optional)).sorted())
        return Exercise(
            title: "\(operationCase) \(dtype.name)", dtype: dtype,
            comparisons: zip(compared, values).map { ($0.0, $0.1, $1) },
            job: TensorFlowOracle.Job(graph: try program.graph.graphDef(), gradients: requests, runs: [run]))
    }
}
