public import AdjointCore

/// Calls one of two functions and gives out its results. TF: `StatelessIf`.
///
/// cond: a scalar, which counts as a bool (see ``ToBool``); input: the arguments of both functions. The results are of the
/// types that `Tout` states.
public struct StatelessIf: OperationDefinition {
    public static let type = "StatelessIf"
    public static let signature = OperationSignature(
        inputs: [.tensor("cond", "Tcond"), .list("input", types: "Tin")], outputs: [.list("output", types: "Tout")])
    public static let attributes: [AttributeKey<StatelessIf>] = [
        .types("Tout", \.settings.outputTypes), .function("then_branch", \.then),
        .function("else_branch", \.otherwise), .shapes("output_shapes", \.settings.outputShapes),
    ]

    /// The function that is called where the condition holds.
    public var then = FunctionReference(name: "")
    /// The function that is called where it does not.
    public var otherwise = FunctionReference(name: "")
    /// The results.
    public var settings = BranchSettings()

    public init() {}

    public var traits: OperationTraits { .functional(isStateful: false) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { settings.outputTypes.map { _ in .unknown } }

    public static let gradient = GradientRule<StatelessIf>.functional
}

extension StatelessIf: FunctionCalling {
    var functions: [FunctionReference] { [then, otherwise] }

    public func inlined(
        _ inputs: [Tensor], in graph: Graph, functionsOf source: Graph
    ) throws(GraphError) -> InlinedCall {
        guard !inputs.isEmpty else { throw GraphError(.arity, "it has no condition to choose a function by") }
        let condition = inputs[0].identity().truth
        return try settings.inlined(functions, Array(inputs.dropFirst()), in: graph, functionsOf: source) { _ in
            condition
        }
    }
}
