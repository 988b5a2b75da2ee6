import AdjointCore

/// ``Case`` and ``StatelessCase``: calls one of several functions and gives out its results.
///
/// branch_index: an int32 scalar, the function's place in the list; the last one is called for every other number.
/// input: the arguments of all functions. The results are of the types that `Tout` states.
protocol ManyWayCall: FunctionCalling {
    /// Whether the functions may have effects, for which alone the call runs.
    static var isStateful: Bool { get }
    /// The functions.
    var functions: [FunctionReference] { get set }
    /// The results.
    var settings: BranchSettings { get set }
}

extension ManyWayCall {
    public static var signature: OperationSignature {
        OperationSignature(
            inputs: [.tensor("branch_index", .int32), .list("input", types: "Tin")],
            outputs: [.list("output", types: "Tout")])
    }

    public static var attributes: [AttributeKey<Self>] {
        [
            .types("Tout", \Self.settings.outputTypes), .functions("branches", \Self.functions),
            .shapes("output_shapes", \Self.settings.outputShapes),
        ]
    }

    public var traits: OperationTraits { .functional(isStateful: Self.isStateful) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { settings.outputTypes.map { _ in .unknown } }

    public static var gradient: GradientRule<Self> { .functional }

    public func inlined(
        _ inputs: [Tensor], in graph: Graph, functionsOf source: Graph
    ) throws(GraphError) -> InlinedCall {
        guard !inputs.isEmpty else { throw GraphError(.arity, "it has no number to choose a function by") }
        let index = inputs[0].identity()
        return try settings.inlined(functions, Array(inputs.dropFirst()), in: graph, functionsOf: source) { branch in
            index.isEqual(to: graph.constant(Int32(branch)))
        }
    }
}
