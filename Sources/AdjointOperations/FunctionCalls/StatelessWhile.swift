public import AdjointCore

/// Calls a function on its own results as long as another one says so, and gives out the last results. TF: `StatelessWhile`.
///
/// One input and output for each variable. The first function gives one value of the variables, which counts as a bool
/// (see ``ToBool``); the second the variables' next values. A variable keeps its element type; its shape may change.
public struct StatelessWhile: OperationDefinition {
    public static let type = "StatelessWhile"
    public static let signature = OperationSignature(
        inputs: [.list("input", types: "T")], outputs: [.list("output", types: "T")])
    public static let attributes = LoopSettings.attributes.map { $0.within(\StatelessWhile.settings) }

    /// The functions.
    public var settings = LoopSettings()

    public init() {}

    public var traits: OperationTraits { .functional(isStateful: false) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { context.inputs.map { _ in .unknown } }

    public static let gradient = GradientRule<StatelessWhile>.functional
}

extension StatelessWhile: FunctionCalling {
    var functions: [FunctionReference] { [settings.condition, settings.body] }

    public func inlined(
        _ inputs: [Tensor], in graph: Graph, functionsOf source: Graph
    ) throws(GraphError) -> InlinedCall {
        try settings.inlined(inputs, in: graph, functionsOf: source)
    }
}
