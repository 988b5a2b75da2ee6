public import AdjointCore
import AdjointFormats

/// The sound file of samples, of 16 bits each. TF: `EncodeWav`.
///
/// audio: float32 `[samples, channels]`, cut off at -1 and 1; sample_rate: an int32 scalar. Result: a scalar string.
public struct EncodeWav: OperationDefinition {
    public static let type = "EncodeWav"
    public static let signature = OperationSignature(
        inputs: [.tensor("audio", .float32), .tensor("sample_rate", .int32)],
        outputs: [.tensor("contents", .string)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 2, role: "audio")
        _ = try context.shape(1, rank: 0, role: "sample_rate")
        return [.scalar]
    }

    public static let gradient = GradientRule<EncodeWav>.notDifferentiable(reason: "a file has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (count, channels) = (context.inputs[0].count, context.inputs[0].dimensions[1])
        // Two bytes for each channel's sample: the file states a frame's bytes in 16 bits, and a second's in 32.
        guard (1...Int(UInt16.max) / 2).contains(channels), count <= (Int(UInt32.max) - 44) / 2 else {
            throw OperationError("\(count) samples of \(channels) channels do not fit a sound file")
        }
        return Kernel { arguments in
            let rate = Int(arguments.input(1, as: Int32.self).pointee)
            guard rate > 0 else { throw OperationError("sample_rate must be positive, not \(rate)") }
            guard rate * channels * 2 <= Int(UInt32.max) else {
                throw OperationError("\(channels) channels at a sample_rate of \(rate) do not fit a sound file")
            }
            let samples = UnsafeBufferPointer(start: arguments.input(0, as: Float.self), count: count)
            arguments.output(0, as: TensorString.self).pointee = TensorString(
                bytes: WAV.encode(Array(samples), channels: channels, rate: rate))
        }
    }
}
