public import AdjointCore

/// Sound under tags, as a serialized `Summary` message. TF: `AudioSummaryV2`.
public struct AudioSummaryV2: SoundSummaryOperation {
    public static let type = "AudioSummaryV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("tag", .string), .tensor("tensor", .float32), .tensor("sample_rate", .float32)],
        outputs: [.tensor("summary", .string)])
    public static let attributes: [AttributeKey<AudioSummaryV2>] = [.int("max_outputs", \.limit)]

    /// How many sounds of the batch are kept at most.
    public var limit = 3
    var attributeRate: Float? { nil }

    public init() {}
}
