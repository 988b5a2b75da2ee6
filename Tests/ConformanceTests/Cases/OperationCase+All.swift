extension OperationCase {
    /// Every case of every op.
    package static let all: [OperationCase] =
        activations + arithmetic + comparisons + functions + indexing + joining + linearAlgebra + losses + reductions
        + shapes + state + updates + legacy
}
