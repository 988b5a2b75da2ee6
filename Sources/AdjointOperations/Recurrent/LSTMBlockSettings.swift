import AdjointCore

/// What the attributes of ops for long short-term memory set.
public struct LSTMBlockSettings: Sendable, Hashable {
    /// Added to the forget gate.
    public var forgetBias: Float = 1
    /// The greatest magnitude of a cell; not positive for any.
    public var cellClip: Float = 3
    /// Whether the cell itself is weighed for the gates.
    public var usesPeephole = false

    /// TensorFlow's defaults.
    public init() {}

    /// The attributes.
    static let attributes: [AttributeKey<LSTMBlockSettings>] = [
        .float("forget_bias", \.forgetBias), .float("cell_clip", \.cellClip), .bool("use_peephole", \.usesPeephole),
    ]
}
