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

extension OperationSignature {
    /// Gradients, elements and bounds in; gradients of elements and bounds out.
    static let fakeQuantizationGradient = OperationSignature(
        inputs: [
            .tensor("gradients", .float32), .tensor("inputs", .float32), .tensor("min", .float32),
            .tensor("max", .float32),
        ],
        outputs: [
            .tensor("backprops_wrt_input", .float32), .tensor("backprop_wrt_min", .float32),
            .tensor("backprop_wrt_max", .float32),
        ])
}

extension Kernel {
    /// Passes gradients where the elements are in their channel's range; what lies beyond belongs to its bounds. There are as
    /// many channels, in the last dimension, as bounds.
    static func fakeQuantizationGradient(
        _ context: borrowing BindingContext, bitCount: Int, isNarrow: Bool
    ) -> Kernel {
        let (count, channels) = (context.inputs[1].count, context.inputs[2].count)
        return Kernel { arguments in
            let (gradient, input) = (arguments.input(0, as: Float.self), arguments.input(1, as: Float.self))
            let output = arguments.output(0, as: Float.self)
            for channel in 0..<channels {
                let low = arguments.input(2, as: Float.self)[channel]
                let high = arguments.input(3, as: Float.self)[channel]
                let isEmpty = low == 0 && high == 0
                let range = FakeQuantization(
                    from: low, to: isEmpty ? 1 : high, bitCount: bitCount, isNarrow: isNarrow)
                var (below, above): (Float, Float) = (0, 0)
                for index in stride(from: channel, to: count, by: channels) {
                    let isInside = isEmpty || range.contains(input[index])
                    output[index] = isInside ? gradient[index] : 0
                    guard !isInside else { continue }
                    if range.isBelow(input[index]) { below += gradient[index] } else { above += gradient[index] }
                }
                arguments.output(1, as: Float.self)[channel] = below
                arguments.output(2, as: Float.self)[channel] = above
            }
        }
    }
}
