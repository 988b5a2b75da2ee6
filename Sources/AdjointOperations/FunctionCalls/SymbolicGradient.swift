public import AdjointCore

/// The gradients of a function. TF: `SymbolicGradient`.
///
/// input: the function's arguments, and the gradient of each of its results; output: the gradient of each argument. They are
/// computed by the function that the library states as the gradient, or as the function's ops are differentiated.
public struct SymbolicGradient: OperationDefinition {
    public static let type = "SymbolicGradient"
    public static let signature = OperationSignature(
        inputs: [.list("input", types: "Tin")], outputs: [.list("output", types: "Tout")])
    public static let attributes: [AttributeKey<SymbolicGradient>] = [
        .types("Tout", \.outputTypes), .function("f", \.function),
    ]

    /// The function.
    public var function = FunctionReference(name: "")
    /// The element types of its arguments.
    public var outputTypes: [DType] = []

    public init() {}

    /// The gradient of a function with arguments of the given types.
    public init(_ function: FunctionReference, outputTypes: [DType]) {
        self.function = function
        self.outputTypes = outputTypes
    }

    public var traits: OperationTraits { .functional(isStateful: false) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        // The gradient of an argument has its shape.
        outputTypes.indices.map { index in
            guard index < context.inputs.count, context.dtype(index) != .resource else { return .unknown }
            return context.shape(index)
        }
    }

    public static let gradient = GradientRule<SymbolicGradient>.functional
}

extension SymbolicGradient: FunctionCalling {
    var functions: [FunctionReference] { [function] }

    func callees(in library: FunctionLibrary, callers: [String]) throws(GraphError) -> [FunctionReference] {
        if let gradient = library.gradient(of: function) { return [gradient] }
        // Differentiating the function calls the gradients of those that have one of their own.
        let body = try library.body(of: function, callers: callers)
        return [function] + body.differentiatedCalls.compactMap { library.gradient(of: $0) }
    }

    public func inlined(
        _ inputs: [Tensor], in graph: Graph, functionsOf source: Graph
    ) throws(GraphError) -> InlinedCall {
        let library = FunctionLibrary.of(source)
        library.share(with: graph)
        // Whether they end is found out before any is built.
        for callee in try callees(in: library, callers: []) { _ = try library.body(of: callee) }
        if let gradient = library.gradient(of: function) {
            return try library.body(of: gradient).inlined(inputs, in: graph, functionsOf: source)
        }
        let count = outputTypes.count
        guard inputs.count >= count else {
            throw GraphError(.arity, "\(inputs.count) inputs are too few for \(count) arguments")
        }
        let arguments = inputs[..<count].map { $0.identity() }
        let call = try graph.inlining("forward") { () throws(GraphError) in
            try library.body(of: function).inlined(arguments, in: graph, functionsOf: source)
        }
        guard call.outputs.count == inputs.count - count else {
            throw GraphError(
                .arity, "\(inputs.count - count) gradients for \(call.outputs.count) results of '\(function.name)'")
        }
        let results = zip(call.outputs, inputs[count...]).filter { $0.0.dtype.isFloatingPoint }
        let mistakes = graph.mistakes.count
        let gradients = graph.gradients(
            of: results.map(\.0), withRespectTo: arguments, gradientsOfYs: results.map(\.1), name: "gradients")
        guard graph.mistakes.count == mistakes else { throw graph.lastMistake }
        return InlinedCall(
            outputs: zip(arguments, gradients).map { $1 ?? $0.zerosLike() }, effects: [])
    }
}
