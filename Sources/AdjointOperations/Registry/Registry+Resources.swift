import AdjointCore

extension OperationRegistry {
    /// Resource variables, their updates, and sparse updates.
    static let resourceOperations: [any OperationDefinition.Type] = []
}
