public import AdjointCore

/// Sound under tags, as a serialized `Summary` message. TF: `AudioSummary`, as graphs up to 2016 have it.
public struct AudioSummary: SoundSummaryOperation {
    public static let type = "AudioSummary"
    public static let signature = OperationSignature(
        inputs: [.tensor("tag", .string), .tensor("tensor", .float32)], outputs: [.tensor("summary", .string)])
    public static let attributes: [AttributeKey<AudioSummary>] = [
        .float("sample_rate", \.rate), .int("max_outputs", \.limit),
    ]

    /// Samples per second.
    public var rate: Float = 0
    /// How many sounds of the batch are kept at most.
    public var limit = 3
    var attributeRate: Float? { rate }

    public init() {}
}
