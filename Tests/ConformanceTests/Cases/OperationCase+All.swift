extension OperationCase {
    /// Every case of every op.
    package static let all: [OperationCase] = [
        activations,
        arithmetic,
        comparisons,
        convolutions,
        files,
        functions,
        imported,
        indexing,
        joining,
        linearAlgebra,
        losses,
        olderTypes,
        pooling,
        reductions,
        resources,
        shapes,
        state,
        updates,
    ].flatMap { $0 }
}
