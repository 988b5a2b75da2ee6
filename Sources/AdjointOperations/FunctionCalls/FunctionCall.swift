public import AdjointCore

/// A call of a function by an op whose type is the function's name, as TensorFlow's `Defun` makes it.
struct FunctionCall: FunctionCalling {
    static let type = "FunctionCall"
    static let signature = OperationSignature(
        inputs: [.list("args", types: "Tin")], outputs: [.list("output", types: "Tout")])
    static let attributes: [AttributeKey<FunctionCall>] = [
        .types("Tout", \.outputTypes), .function("f", \.function),
    ]

    var function = FunctionReference(name: "")
    var outputTypes: [DType] = []

    init() {}
    init(_ function: FunctionReference) { self.function = function }

    var functions: [FunctionReference] { [function] }
    var sharedFunction: String? { function.identifier }
    var traits: OperationTraits { .functional(isStateful: true) }

    func inferShapes(_ context: ShapeContext) throws -> [Shape] { outputTypes.map { _ in .unknown } }

    // Only a function with a gradient of its own gets here; any other is differentiated op by op.
    static let gradient = GradientRule<FunctionCall>.differentiable { definition, context in
        context.gradients(ofCallTo: definition.function)
    }

    func inlined(_ inputs: [Tensor], in graph: Graph, functionsOf source: Graph) throws(GraphError) -> InlinedCall {
        try FunctionLibrary.of(source).body(of: function).inlined(inputs, in: graph, functionsOf: source)
    }
}

extension OpaqueOperation {
    /// What is known of an op whose type is the name of a function.
    public static func call(
        of function: String, signature: OperationSignature, attributeDefaults: Attributes
    ) -> OpaqueOperation {
        var operation = OpaqueOperation(signature: signature, attributeDefaults: attributeDefaults)
        operation.definition = { FunctionCall(FunctionReference(name: function, attributes: $0)) }
        return operation
    }
}

extension Graph {
    /// Adds a call as an op whose type is the function's name.
    func addCall(
        _ call: FunctionCall, _ inputs: [Tensor], name: String, controlInputs: [Operation]
    ) -> Operation? {
        add(
            call, inputs: inputs, name: name, controlInputs: controlInputs, attributes: call.function.attributes,
            type: call.function.name)
    }
}

extension GradientContext {
    /// The gradients of a call to a function that another function is the gradient of, left to that one. TF: what
    /// `Defun(grad_func=…)` states.
    func gradients(ofCallTo function: FunctionReference) -> [Tensor?] {
        let upstream = outputs.indices.map { outputGradient($0) }
        let definition = SymbolicGradient(function, outputTypes: inputs.map(\.dtype))
        let results = graph.addTensors(definition, inputs: inputs + upstream, count: inputs.count)
        return results.map { $0.dtype.isFloatingPoint ? $0 : nil }
    }
}
