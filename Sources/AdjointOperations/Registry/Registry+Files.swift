import AdjointCore

extension OperationRegistry {
    /// Saving, restoring, file names, summaries, strings.
    static let fileOperations: [any OperationDefinition.Type] = [
        HistogramSummary.self,
        MergeSummary.self,
        MergeV2Checkpoints.self,
        Restore.self,
        RestoreSlice.self,
        RestoreV2.self,
        Save.self,
        SaveSlices.self,
        SaveV2.self,
        ScalarSummary.self,
        ShardedFilename.self,
        ShardedFilespec.self,
        StaticRegexFullMatch.self,
        StringJoin.self,
    ]
}
