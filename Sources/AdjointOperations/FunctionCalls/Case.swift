public import AdjointCore

/// Calls one of several functions and gives out its results. TF: `Case`.
///
/// branch_index: an int32 scalar, the function's place in the list; the last one is called for every other number.
/// input: the arguments of all functions. The results are of the types that `Tout` states.
public struct Case: OperationDefinition {
    public static let type = "Case"
    public static let signature = OperationSignature(
        inputs: [.tensor("branch_index", .int32), .list("input", types: "Tin")],
        outputs: [.list("output", types: "Tout")])
    public static let attributes: [AttributeKey<Case>] = [
        .types("Tout", \.settings.outputTypes), .functions("branches", \.functions),
        .shapes("output_shapes", \.settings.outputShapes),
    ]

    /// The functions.
    public var functions: [FunctionReference] = []
    /// The results.
    public var settings = BranchSettings()

    public init() {}

    public var traits: OperationTraits { .functional(isStateful: true) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { settings.outputTypes.map { _ in .unknown } }

    public static let gradient = GradientRule<Case>.functional
}

extension Case: FunctionCalling {
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
