extension OperationCase {
    /// Every case of every op.
    package static let all: [OperationCase] = []
}
