import AdjointCore

extension OperationRegistry {
    /// Saving, restoring, file names, summaries, strings.
    static let fileOperations: [any OperationDefinition.Type] = [
        RestoreV2.self,
        SaveV2.self,
    ]
}
