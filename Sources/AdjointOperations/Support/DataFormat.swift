import AdjointCore

/// The order of the dimensions of batches of images and the like. TF: the attribute `data_format`.
public enum DataFormat: String, Sendable, Hashable {
    /// [batch, …, channels].
    case channelsLast = "NHWC"
    /// [batch, channels, …].
    case channelsFirst = "NCHW"

    /// Which dimension of `rank` holds the channels.
    func channelAxis(rank: Int) -> Int { self == .channelsLast ? rank - 1 : 1 }
}

extension AttributeKey {
    /// The attribute `data_format`.
    static func dataFormat(_ path: Path<DataFormat>) -> Self {
        Self("data_format") { value, definition in
            guard case .string(let text) = value, let format = DataFormat(rawValue: text.description) else {
                return false
            }
            definition[keyPath: path] = format
            return true
        } encode: {
            .string($0[keyPath: path].rawValue)
        }
    }
}
