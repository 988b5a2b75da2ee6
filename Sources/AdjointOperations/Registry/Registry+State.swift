import AdjointCore

extension OperationRegistry {
    /// Variables, assignments, random numbers, updates of optimizers.
    static let stateOperations: [any OperationDefinition.Type] = [

        ]
}
