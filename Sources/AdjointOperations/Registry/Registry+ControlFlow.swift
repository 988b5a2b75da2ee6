import AdjointCore

extension OperationRegistry {
    /// Conditionals, loops, function calls, tensor arrays and stacks.
    static let controlFlowOperations: [any OperationDefinition.Type] = []
}
