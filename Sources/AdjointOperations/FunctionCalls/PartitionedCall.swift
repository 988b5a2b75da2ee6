public import AdjointCore

/// The results of a function without effects. TF: `PartitionedCall`.
public struct PartitionedCall: OperationDefinition {
    public static let type = "PartitionedCall"
    public static let signature = OperationSignature(
        inputs: [.list("args", types: "Tin")], outputs: [.list("output", types: "Tout")])
    public static let attributes = CallSettings.attributes.map { $0.within(\PartitionedCall.settings) }

    /// The function and its results' types.
    public var settings = CallSettings()

    public init() {}

    public var traits: OperationTraits { .functional(isStateful: false) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { settings.outputTypes.map { _ in .unknown } }

    public static let gradient = GradientRule<PartitionedCall>.functional
}

extension PartitionedCall: FunctionCalling {
    var functions: [FunctionReference] { [settings.function] }
    public var sharedFunction: String? { settings.function.identifier }

    public func inlined(
        _ inputs: [Tensor], in graph: Graph, functionsOf source: Graph
    ) throws(GraphError) -> InlinedCall {
        try settings.inlined(inputs, in: graph, functionsOf: source)
    }
}

/// What the ops that call one function have in common.
public struct CallSettings: Sendable, Hashable {
    static let attributes: [AttributeKey<CallSettings>] = [
        .types("Tout", \.outputTypes), .function("f", \.function), .string("config", \.configuration),
        .string("config_proto", \.configurationMessage), .string("executor_type", \.executor),
    ]

    /// The function.
    public var function = FunctionReference(name: "")
    /// The element types of its results.
    public var outputTypes: [DType] = []
    /// Kept for TensorFlow.
    public var configuration = ""
    /// Kept for TensorFlow.
    public var configurationMessage = ""
    /// Kept for TensorFlow.
    public var executor = ""

    func inlined(_ inputs: [Tensor], in graph: Graph, functionsOf source: Graph) throws(GraphError) -> InlinedCall {
        try FunctionLibrary.of(source).body(of: function).inlined(inputs, in: graph, functionsOf: source)
    }
}

extension GradientRule {
    /// The rule of an op that the driver of gradients replaces by what it stands for.
    static var functional: GradientRule { .notDifferentiable(reason: "it is differentiated as the ops it stands for") }
}
