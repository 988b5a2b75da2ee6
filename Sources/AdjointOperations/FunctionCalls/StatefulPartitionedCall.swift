public import AdjointCore

/// The results of a function that may have effects: these take place even where no result is read. TF: `StatefulPartitionedCall`.
public struct StatefulPartitionedCall: OperationDefinition {
    public static let type = "StatefulPartitionedCall"
    public static let signature = OperationSignature(
        inputs: [.list("args", types: "Tin")], outputs: [.list("output", types: "Tout")])
    public static let attributes = CallSettings.attributes.map { $0.within(\StatefulPartitionedCall.settings) }

    /// The function and its results' types.
    public var settings = CallSettings()

    public init() {}

    public var traits: OperationTraits { .functional(isStateful: true) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { settings.outputTypes.map { _ in .unknown } }

    public static let gradient = GradientRule<StatefulPartitionedCall>.functional
}

extension StatefulPartitionedCall: FunctionCalling {
    var functions: [FunctionReference] { [settings.function] }
    public var sharedFunction: String? { settings.function.identifier }

    public func inlined(
        _ inputs: [Tensor], in graph: Graph, functionsOf source: Graph
    ) throws(GraphError) -> InlinedCall {
        try settings.inlined(inputs, in: graph, functionsOf: source)
    }
}
