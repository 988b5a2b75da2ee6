import AdjointCore
import AdjointFormats

/// An op that gives sound under tags, as a serialized `Summary` message with WAV files of 16-bit samples.
///
/// Inputs: tag, a scalar string; tensor, `[batch, frames]` or `[batch, frames, channels]` in -1…1.
protocol SoundSummaryOperation: OperationDefinition {
    /// How many sounds of the batch are kept at most.
    var limit: Int { get }
    /// Samples per second, where that is an attribute and no input.
    var attributeRate: Float? { get }
}

extension SoundSummaryOperation {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 0, role: "tag")
        if let rank = context.shape(1).rank, rank != 2, rank != 3 {
            throw OperationError("sound must be [batch, frames] or [batch, frames, channels], not \(context.shape(1))")
        }
        if context.inputs.count > 2 { _ = try context.shape(2, rank: 0, role: "sample_rate") }
        guard limit > 0 else { throw OperationError("max_outputs must be positive, not \(limit)") }
        return [.scalar]
    }

    public static var gradient: GradientRule<Self> { .notDifferentiable(reason: "strings have no derivative") }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let sizes = context.inputs[1].dimensions
        let (frames, channels) = (sizes[1], sizes.count == 3 ? sizes[2] : 1)
        guard frames > 0, channels > 0, frames * channels * 2 <= UInt32.max - 36, channels <= UInt16.max else {
            throw OperationError("sound of \(frames) frames and \(channels) channels cannot be written")
        }
        let (count, isNumbered, attributeRate) = (min(limit, sizes[0]), limit > 1, attributeRate)
        return Kernel { arguments in
            let tag = arguments.input(0, as: TensorString.self).pointee.description
            let rate = attributeRate ?? arguments.input(2, as: Float.self).pointee
            guard rate > 0, rate <= Float(Int32.max) else { throw OperationError("sample_rate is \(rate)") }
            var summary = Summary()
            for index in 0..<count {
                let samples = arguments.input(1, as: Float.self) + index * frames * channels
                var sound = Summary.Audio()
                (sound.sampleRate, sound.channelCount, sound.frameCount) = (rate, Int64(channels), Int64(frames))
                sound.contentType = "audio/wav"
                sound.encoded = Bytes(
                    WAV.encode((0..<frames * channels).map { samples[$0] }, channels: channels, rate: Int(rate)))
                var value = Summary.Value()
                value.tag = isNumbered ? "\(tag)/audio/\(index)" : "\(tag)/audio"
                value.audio = sound
                summary.values.append(value)
            }
            arguments.output(0, as: TensorString.self).pointee = TensorString(bytes: summary.serialized())
        }
    }
}
