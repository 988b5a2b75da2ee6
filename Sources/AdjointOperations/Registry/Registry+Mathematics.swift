import AdjointCore

extension OperationRegistry {
    /// Arithmetic, comparison, elementwise functions, activations, matrix products, losses.
    static let mathematicalOperations: [any OperationDefinition.Type] = [
        MatMul.self
    ]
}
