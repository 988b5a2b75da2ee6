import AdjointCore

/// ``While`` and ``StatelessWhile``: calls a function on its own results as long as another one says so.
///
/// One input and output for each variable. The first function gives one value of the variables, which counts as a bool
/// (see ``ToBool``); the second the variables' next values. A variable keeps its element type; its shape may change.
protocol LoopCall: FunctionCalling {
    /// Whether the functions may have effects, for which alone the call runs.
    static var isStateful: Bool { get }
    /// The functions.
    var settings: LoopSettings { get set }
}

extension LoopCall {
    public static var signature: OperationSignature {
        OperationSignature(inputs: [.list("input", types: "T")], outputs: [.list("output", types: "T")])
    }

    public static var attributes: [AttributeKey<Self>] { LoopSettings.attributes.map { $0.within(\Self.settings) } }

    public var traits: OperationTraits { .functional(isStateful: Self.isStateful) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { context.inputs.map { _ in .unknown } }

    public static var gradient: GradientRule<Self> { .functional }

    var functions: [FunctionReference] { [settings.condition, settings.body] }

    public func inlined(
        _ inputs: [Tensor], in graph: Graph, functionsOf source: Graph
    ) throws(GraphError) -> InlinedCall {
        try settings.inlined(inputs, in: graph, functionsOf: source)
    }
}
