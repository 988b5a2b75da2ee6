import Adjoint
import OperationCases
import Testing

/// Every case of every op, and its gradients of first and second order, against TensorFlow.
@Suite(.enabled(if: TensorFlowOracle.isEnabled)) struct OperationParityTests {
    /// A case that is to be compared.
    private struct Attempt {
        var operationCase: OperationCase
        var dtype: DType
        /// Up to which order gradients are compared.
        var order: Int
        /// The version of the graph, where TensorFlow reads the op in older ones only.
        var producer: Int32?
    }

    /// A case as both sides run it.
    private struct Exercise {
        var operationCase: OperationCase
        var dtype: DType
        /// Up to which order gradients are compared.
        var order: Int
        /// What is compared: TensorFlow's name for it, our tensor, our value.
        var comparisons: [(theirs: String, ours: Tensor, value: NDArray)]
        var job: TensorFlowOracle.Job
        var producer: Int32?

        func attempt(order: Int, producer: Int32?) -> Attempt {
            Attempt(operationCase: operationCase, dtype: dtype, order: order, producer: producer)
        }

        var title: String { "\(operationCase) \(dtype.name)" }
    }

    @Test func operationsAndGradientsAgree() throws {
        var pending = OperationCase.all.flatMap { operationCase in
            operationCase.dtypes.map { Attempt(operationCase: operationCase, dtype: $0, order: 2) }
        }
        while !pending.isEmpty {
            let exercises = pending.compactMap { attempt -> Exercise? in
                let (operationCase, dtype) = (attempt.operationCase, attempt.dtype)
                do {
                    var exercise = try Self.exercise(operationCase, dtype, upTo: attempt.order)
                    exercise.producer = attempt.producer
                    exercise.job.graph.versions = attempt.producer.map { VersionDef(producer: $0) }
                    return exercise
                } catch {
                    Issue.record("\(operationCase) \(dtype.name): \(error)")
                    return nil
                }
            }
            pending = []
            for (exercise, result) in zip(exercises, try TensorFlowOracle.run(exercises.map(\.job))) {
                switch result {
                case .success(let runs): Self.compare(exercise, runs[runs.count - 1])
                // Old graphs hold op types that TensorFlow reads only in graphs of their time.
                case .failure(let error) where Self.lastProducer(error) ?? .max < exercise.producer ?? .max:
                    pending.append(exercise.attempt(order: exercise.order, producer: Self.lastProducer(error)))
                // TensorFlow has, or can build, no gradient of that order.
                case .failure(let error) where error.isWhileBuilding && exercise.order > 0:
                    pending.append(exercise.attempt(order: exercise.order - 1, producer: exercise.producer))
                // Its kernels take less than its ops promise; a gradient may ask for more than the op itself.
                case .failure(let error) where Self.isBeyondKernels(error):
                    if exercise.order > 0 {
                        pending.append(exercise.attempt(order: exercise.order - 1, producer: exercise.producer))
                    }
                case .failure(let error): Issue.record("\(exercise.title): \(error)")
                }
            }
        }
    }

    /// The last version of graphs that may hold an op which TensorFlow has removed from later ones.
    private static func lastProducer(_ error: TensorFlowOracle.OracleError) -> Int32? {
        guard let match = error.description.firstMatch(of: /It has been removed in version (\d+)/) else { return nil }
        return Int32(match.1).map { $0 - 1 }
    }

    /// Whether TensorFlow has no kernel on a CPU for what an op may be asked.
    private static func isBeyondKernels(_ error: TensorFlowOracle.OracleError) -> Bool {
        let refusals = [
            "only supports NHWC", "only supports the NHWC", "do not yet support dilation", "does not support dilations",
            "only supports equal length strides", "No OpKernel was registered", "has constraint on attr",
            // The gradient of a convolution in groups, which its shape rules allow.
            "filter_size does not have enough elements", "Gradients for grouped convolutions are not supported",
        ]
        return refusals.contains { error.description.contains($0) }
    }

    /// Ops that TensorFlow computes partly in float32 even for float64: logarithms are added with `log1pf` and `expf`.
    private static let computedInSinglePrecision = ["CTCLoss", "CTCBeamSearchDecoder"]

    /// Ops whose gradients TensorFlow builds wrongly, so that only ours are run in both.
    private static let differentiatedWrongly = [
        // It takes the gradient of the first version, whose gates stand in another order.
        "BlockLSTMV2",
        // It aligns the diagonals of the gradients as the third version does by default.
        "MatrixDiagV2", "MatrixDiagPartV2", "MatrixSetDiagV2",
    ]

    /// How far results may be apart, relative to the largest.
    private static func tolerance(_ dtype: DType, isSingle: Bool) -> Double {
        switch dtype {
        // Intermediate results of an op are rounded to half precision there, and not here.
        case .float16: 4e-3
        case .float32: 1e-5
        default: isSingle ? 1e-5 : 1e-12
        }
    }

    private static func compare(_ exercise: Exercise, _ expected: [String: NDArray]) {
        let isSingle = computedInSinglePrecision.contains { "\(exercise.operationCase)".hasPrefix($0) }
        for (name, tensor, value) in exercise.comparisons {
            guard let theirs = expected[name] else {
                Issue.record("\(exercise.title): TensorFlow has no \(name), we \(tensor)")
                continue
            }
            let violation = Comparison.violation(
                exercise.title, tensor, decodingImages(value), decodingImages(theirs),
                tolerance: tolerance(tensor.dtype, isSingle: isSingle))
            if let violation { Issue.record("\(violation) (as \(name))") }
        }
        // What they have and we have not.
        for name in expected.keys where !exercise.comparisons.contains(where: { $0.theirs == name }) {
            Issue.record("\(exercise.title): only TensorFlow has \(name)")
        }
    }

    /// Summaries with the pixels of images in the place of their files, which compressors may write in many ways.
    private static func decodingImages(_ array: NDArray) -> NDArray {
        guard array.dtype == .string else { return array }
        let strings = array.strings.map { string -> TensorString in
            guard var summary = try? Summary(serialized: Bytes(string.bytes)) else { return string }
            for index in summary.values.indices {
                guard let file = summary.values[index].image?.encoded, let image = try? PNG.decode(file) else {
                    continue
                }
                summary.values[index].image?.encoded = Bytes(image.pixels)
            }
            return TensorString(bytes: summary.serialized())
        }
        return NDArray(strings: strings, dimensions: array.dimensions)
    }

    /// The exercise with gradients of the highest order that can be built.
    private static func exercise(
        _ operationCase: OperationCase, _ dtype: DType, upTo highest: Int
    ) throws -> Exercise {
        for order in (0...highest).reversed() {
            if let exercise = try exercise(operationCase, dtype, order: order) { return exercise }
        }
        throw TensorFlowOracle.OracleError(description: "the case does not build")
    }

    /// The exercise with gradients up to an order; `nil` if these cannot be built.
    private static func exercise(_ operationCase: OperationCase, _ dtype: DType, order: Int) throws -> Exercise? {
        var program = CaseProgram(operationCase, dtype)
        // TensorFlow takes subnormal numbers for zeros.
        program.values = program.values.map(flushed)
        let outputs = try program.run(program.outputs)
        var feeds = program.feeds
        var fed = program.inputs
        var compared = program.outputs.map { ($0.name, $0) }
        var requests: [TensorFlowOracle.Gradients] = []
        var optional: [String] = []
        /// Compares our gradients as TensorFlow runs them, and its own, with ours.
        func add(_ name: String, _ ys: [Tensor], _ xs: [Tensor], _ upstream: [Tensor], _ gradients: [Tensor?]) {
            compared += gradients.compactMap { $0.map { ($0.name, $0) } }
            guard !differentiatedWrongly.contains(where: "\(operationCase)".hasPrefix) else { return }
            requests.append(
                TensorFlowOracle.Gradients(
                    name: name, of: ys.map(\.name), withRespectTo: xs.map(\.name), upstream: upstream.map(\.name)))
            for (index, gradient) in gradients.enumerated() {
                optional.append("\(name):\(index)")
                if let gradient { compared.append(("\(name):\(index)", gradient)) }
            }
        }
        if order > 0, !program.isStateful,
            let first = program.differentiated(outputDimensions: outputs.map(\.dimensions))
        {
            feeds = first.feeds
            fed += first.upstreams
            add("first", first.results, first.sources, first.upstreams, first.gradients)
            let connected = first.gradients.indices.filter { first.gradients[$0] != nil }
            if order > 1, !connected.isEmpty, program.graph.mistakes.isEmpty {
                var numbers = TestNumbers("second")
                let weights = connected.map { index in
                    let value = first.sourceValues[index]
                    let weight = program.graph.placeholder(value.dtype, shape: value.shape, name: "weight_\(index)")
                    feeds[weight] = NDArray(
                        numbers.numbers(value.count, in: -1...1), as: value.dtype, dimensions: value.dimensions)
                    return weight
                }
                fed += weights
                let gradients = connected.map { first.gradients[$0]! }
                let arguments = first.sources + first.upstreams
                let second = program.graph.gradients(
                    of: gradients, withRespectTo: arguments, gradientsOfYs: weights, name: "second_order")
                add("second", gradients, arguments, weights, second)
            }
        }
        guard program.graph.mistakes.isEmpty else { return nil }
        let values = try program.run(compared.map(\.1), feeding: feeds)
        var fedValues: [String: NDArray] = [:]
        for tensor in fed { fedValues[tensor.name] = feeds[tensor] as? NDArray }
        let initializers = program.graph.graphVariables(in: .globalVariables).map(\.initializer.name)
        let runs = [
            TensorFlowOracle.Run(targets: initializers),
            TensorFlowOracle.Run(feeds: fedValues, fetches: Array(Set(compared.map(\.0) + optional)).sorted()),
        ]
        return Exercise(
            operationCase: operationCase, dtype: dtype, order: order,
            comparisons: zip(compared, values).map { ($0.0, $0.1, $1) },
            job: TensorFlowOracle.Job(graph: try program.graph.graphDef(), gradients: requests, runs: runs))
    }

    /// The array with zeros for subnormal numbers.
    private static func flushed(_ array: NDArray) -> NDArray {
        switch array.dtype {
        case .float32:
            let scalars = (try? array.scalars(as: Float.self)) ?? []
            return NDArray(scalars.map { $0.isSubnormal ? 0 : $0 }, dimensions: array.dimensions)
        case .float64:
            let scalars = (try? array.scalars(as: Double.self)) ?? []
            return NDArray(scalars.map { $0.isSubnormal ? 0 : $0 }, dimensions: array.dimensions)
        default: return array
        }
    }
}
