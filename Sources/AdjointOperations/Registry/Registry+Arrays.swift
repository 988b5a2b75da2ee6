import AdjointCore

extension OperationRegistry {
    /// Constants, placeholders, shapes, indexing, reductions.
    static let arrayOperations: [any OperationDefinition.Type] = [
        Const.self,
        Placeholder.self,
    ]
}
