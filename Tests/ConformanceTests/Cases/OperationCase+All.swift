extension OperationCase {
    /// Every case of every op.
    package static let all: [OperationCase] =
        activations + arithmetic + comparisons + files + functions + imported + indexing + joining + linearAlgebra
        + losses
        + olderTypes + reductions + shapes + state + updates
}
