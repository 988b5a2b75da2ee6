import AdjointCore

/// ``If`` and ``StatelessIf``: calls one of two functions and gives out its results.
///
/// cond: a scalar, which counts as a bool (see ``ToBool``); input: the arguments of both functions. The results are of the
/// types that `Tout` states.
protocol TwoWayCall: FunctionCalling {
    /// Whether the functions may have effects, for which alone the call runs.
    static var isStateful: Bool { get }
    /// The function that is called where the condition holds.
    var then: FunctionReference { get set }
    /// The function that is called where it does not.
    var otherwise: FunctionReference { get set }
    /// The results.
    var settings: BranchSettings { get set }
}

extension TwoWayCall {
    public static var signature: OperationSignature {
        OperationSignature(
            inputs: [.tensor("cond", "Tcond"), .list("input", types: "Tin")], outputs: [.list("output", types: "Tout")])
    }

    public static var attributes: [AttributeKey<Self>] {
        [
            .types("Tout", \Self.settings.outputTypes), .function("then_branch", \Self.then),
            .function("else_branch", \Self.otherwise), .shapes("output_shapes", \Self.settings.outputShapes),
        ]
    }

    public var traits: OperationTraits { .functional(isStateful: Self.isStateful) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { settings.outputTypes.map { _ in .unknown } }

    public static var gradient: GradientRule<Self> { .functional }

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
