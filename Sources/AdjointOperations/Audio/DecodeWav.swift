public import AdjointCore
import AdjointFormats

/// The samples of a sound file, `[samples, channels]` in -1…1, and how many there are in a second. TF: `DecodeWav`.
///
/// contents: a scalar string, the file, of 16-bit samples. More samples than the file has are zeros; more channels than it
/// has repeat the last one.
public struct DecodeWav: OperationDefinition {
    public static let type = "DecodeWav"
    public static let signature = OperationSignature(
        inputs: [.tensor("contents", .string)],
        outputs: [.tensor("audio", .float32), .tensor("sample_rate", .int32)])
    public static let attributes: [AttributeKey<DecodeWav>] = [
        .int("desired_channels", \.channels), .int("desired_samples", \.samples),
    ]

    /// The number of channels that is wanted; -1 for the file's own.
    public var channels = -1
    /// The number of samples that is wanted; -1 for the file's own.
    public var samples = -1

    public init() {}

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 0, role: "contents")
        for (name, number) in [("desired_channels", channels), ("desired_samples", samples)] {
            guard (-1...Int(Int32.max)).contains(number) else {
                throw OperationError("\(name) must be -1 or a count, not \(number)")
            }
        }
        _ = try checkedCount([max(channels, 1), max(samples, 1)])
        return [[samples < 0 ? nil : samples, channels < 0 ? nil : channels], .scalar]
    }

    public static let gradient = GradientRule<DecodeWav>.notDifferentiable(reason: "a file has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let wanted = (samples: samples, channels: channels)
        return Kernel { arguments in
            let sound: WAV.Sound
            do {
                sound = try WAV.decode(Bytes(arguments.input(0, as: TensorString.self).pointee.bytes))
            } catch {
                throw OperationError("the sound cannot be read: \(error)")
            }
            let frames = sound.samples.count / sound.channels
            let dimensions = [
                wanted.samples < 0 ? frames : wanted.samples,
                wanted.channels < 0 ? sound.channels : wanted.channels,
            ]
            _ = try checkedCount(dimensions)
            let audio = NDArray(dtype: .float32, dimensions: dimensions) { bytes in
                let target = bytes.bindMemory(to: Float.self)
                for frame in 0..<dimensions[0] {
                    for channel in 0..<dimensions[1] {
                        let source = frame * sound.channels + min(channel, sound.channels - 1)
                        target[frame * dimensions[1] + channel] = frame < frames ? sound.samples[source] : 0
                    }
                }
            }
            arguments.setOutput(0, audio)
            arguments.setOutput(1, NDArray(Int32(truncatingIfNeeded: sound.rate)))
        }
    }
}
