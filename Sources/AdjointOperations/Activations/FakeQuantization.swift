import AdjointCore

/// Rounding to the values that few bits can tell apart, as in quantized networks. Source: TensorFlow's documentation of
/// `tf.fake_quant_with_min_max_args`.
struct FakeQuantization: Sendable {
    private let least: Float
    private let most: Float
    private let scale: Float
    private let inverseScale: Float

    /// The range, moved so that 0 is one of the values.
    init(from low: Float, to high: Float, bitCount: Int, isNarrow: Bool) {
        let (lowest, highest) = (Float(isNarrow ? 1 : 0), Float((1 << bitCount) - 1))
        scale = (high - low) / (highest - lowest)
        inverseScale = (highest - lowest) / (high - low)
        let zero = lowest - low / scale
        let nudged = zero < lowest ? lowest : zero > highest ? highest : zero.rounded()
        least = (lowest - nudged) * scale
        most = (highest - nudged) * scale
    }

    /// The nearest of the values.
    func callAsFunction(_ value: Float) -> Float {
        let clamped = max(min(value, most), least)
        return ((clamped - least) * inverseScale + 0.5).rounded(.down) * scale + least
    }

    /// Whether a value lies in the range.
    func contains(_ value: Float) -> Bool { value >= least && value <= most }

    /// Whether a value lies below the range.
    func isBelow(_ value: Float) -> Bool { value < least }
}

extension ShapeContext {
    /// Checks the bounds of a range: two scalars.
    func requireRange(at index: Int) throws {
        _ = try shape(index, rank: 0, role: "min")
        _ = try shape(index + 1, rank: 0, role: "max")
    }
}
