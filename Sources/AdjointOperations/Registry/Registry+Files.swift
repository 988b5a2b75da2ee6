import AdjointCore

extension OperationRegistry {
    /// Saving, restoring, file names, summaries, strings.
    static let fileOperations: [any OperationDefinition.Type] = [
        AsString.self,
        AudioSummary.self,
        AudioSummaryV2.self,
        DecodePng.self,
        DecodeRaw.self,
        HistogramSummary.self,
        ImageSummary.self,
        MergeSummary.self,
        MergeV2Checkpoints.self,
        ReduceJoin.self,
        RegexFullMatch.self,
        RegexReplace.self,
        Restore.self,
        RestoreSlice.self,
        RestoreV2.self,
        Save.self,
        SaveSlices.self,
        SaveV2.self,
        ScalarSummary.self,
        ShardedFilename.self,
        StaticRegexFullMatch.self,
        StaticRegexReplace.self,
        StringJoin.self,
        StringLength.self,
        StringLower.self,
        StringSplit.self,
        StringSplitV2.self,
        StringStrip.self,
        StringToHashBucketFast.self,
        StringToNumber.self,
        StringUpper.self,
        Substr.self,
    ]
}
