package import Adjoint

/// A case built into a graph of its own, with the values to feed.
package struct CaseProgram {
    /// How much of the inputs' shapes the builders are told.
    package enum ShapeKnowledge: CaseIterable {
        case full
        case unknownBatch
        case unknownDimensions
        case unknownRank

        package func shape(of dimensions: [Int]) -> Shape {
            switch self {
            case .full: Shape(dimensions)
            case .unknownBatch: Shape(dimensions.enumerated().map { $0.offset == 0 ? nil : $0.element })
            case .unknownDimensions: Shape(rank: dimensions.count)
            case .unknownRank: .unknown
            }
        }
    }

    package let graph: Graph
    /// One for each input of the case.
    package let inputs: [Tensor]
    package var values: [NDArray]
    package let outputs: [Tensor]

    /// Builds a case for one element type.
    ///
    /// - Parameter areValuesConstant: Whether inputs of a fixed value are constants of the graph, which shape rules can
    ///   look at, rather than placeholders.
    package init(
        _ operationCase: OperationCase, _ dtype: DType, knowing knowledge: ShapeKnowledge = .full,
        areValuesConstant: Bool = false, graph: Graph = Graph(seed: 7)
    ) {
        self.graph = graph
        var inputs: [Tensor] = []
        var values: [NDArray] = []
        for (index, input) in operationCase.inputs.enumerated() {
            let value = input.value(dtype, name: "\(operationCase.description) \(index)")
            values.append(value)
            if areValuesConstant, !input.isVariable {
                inputs.append(graph.constant(value, name: "input_\(index)"))
            } else {
                inputs.append(
                    graph.placeholder(
                        value.dtype, shape: knowledge.shape(of: value.dimensions), name: "input_\(index)"))
            }
        }
        self.inputs = inputs
        self.values = values
        outputs = operationCase.build(inputs)
    }

    /// The values for the placeholders among the inputs.
    package var feeds: Feeds {
        var feeds = Feeds()
        for (input, value) in zip(inputs, values) where input.operation.type == "Placeholder" { feeds[input] = value }
        return feeds
    }

    /// Whether a value of the program differs from run to run by design, or running it changes something.
    package var isStateful: Bool {
        graph.operations.contains { operation in
            guard let traits = operation.definition?.traits else { return false }
            return traits.isStateful && traits.role == .compute
        }
    }

    /// Values of one run in a new session whose variables are initialized.
    package func run(
        _ fetches: [Tensor], feeding feeds: Feeds? = nil, options: SessionOptions = SessionOptions(threadCount: 1)
    ) throws -> [NDArray] {
        let session = try Session(graph, options: options)
        try session.initializeVariables()
        return try session.run(fetches: fetches, feeding: feeds ?? self.feeds)
    }
}

extension CaseProgram {
    /// The program with gradients of its floating-point outputs, with upstream gradients that are fed.
    package struct Differentiated {
        package let program: CaseProgram
        /// The outputs that are differentiated.
        package let results: [Tensor]
        /// A placeholder for the gradient of each result, and its value.
        package let upstreams: [Tensor]
        package let upstreamValues: [NDArray]
        /// The inputs differentiated with respect to.
        package let sources: [Tensor]
        package let sourceValues: [NDArray]
        /// The gradient of each source, `nil` where there is none.
        package let gradients: [Tensor?]

        package var feeds: Feeds {
            var feeds = program.feeds
            for (tensor, value) in zip(upstreams, upstreamValues) { feeds[tensor] = value }
            return feeds
        }
    }

    /// Builds the gradients; `nil` if no output or no input is floating-point.
    ///
    /// - Parameter dimensions: The dimensions of the outputs.
    package func differentiated(outputDimensions dimensions: [[Int]]) -> Differentiated? {
        let chosen = outputs.indices.filter { outputs[$0].isValid && outputs[$0].dtype.isFloatingPoint }
        let sources = inputs.indices.filter {
            inputs[$0].dtype.isFloatingPoint && inputs[$0].operation.type == "Placeholder"
        }
        guard !chosen.isEmpty, !sources.isEmpty else { return nil }
        var numbers = TestNumbers("upstream")
        let upstreamValues = chosen.map { index in
            NDArray(
                numbers.numbers(dimensions[index].reduce(1, *), in: -1...1), as: outputs[index].dtype,
                dimensions: dimensions[index])
        }
        let results = chosen.map { outputs[$0] }
        let upstreams = zip(chosen, upstreamValues).map { index, value in
            graph.placeholder(value.dtype, shape: value.shape, name: "upstream_\(index)")
        }
        let gradients = graph.gradients(
            of: results, withRespectTo: sources.map { inputs[$0] }, gradientsOfYs: upstreams)
        return Differentiated(
            program: self, results: results, upstreams: upstreams, upstreamValues: upstreamValues,
            sources: sources.map { inputs[$0] }, sourceValues: sources.map { values[$0] }, gradients: gradients)
    }
}
