extension OperationCase {
    /// Every case of every op.
    package static let all: [OperationCase] = [
        activations,
        arithmetic,
        calls,
        comparisons,
        controlFlow,
        convolutions,
        files,
        functions,
        imported,
        indexing,
        joining,
        linearAlgebra,
        losses,
        matrices,
        olderTypes,
        pooling,
        reductions,
        resources,
        sampling,
        segments,
        shapes,
        specialFunctions,
        state,
        updates,
    ].flatMap { $0 }
}
