import Adjoint
import AdjointCore
import AdjointFormats

extension OperationCase {
    /// Sound files, spectrograms and cepstra.
    static let audio: [OperationCase] = soundFiles + spectrograms

    private static let sound: [Float] = (0..<24).map { Float($0 * $0 % 37) / 20 - 1 }

    private static func file(
        _ detail: String, channels: Int, _ attributes: [String: AttributeValue] = [:]
    ) -> OperationCase {
        let file = TensorString(bytes: WAV.encode(sound, channels: channels, rate: 8000))
        return .raw(
            "DecodeWav", detail, attributes: attributes, inputs: [.value(NDArray(strings: [file], dimensions: []))])
    }

    private static let soundFiles: [OperationCase] = [
        file("of one channel", channels: 1), file("of two channels", channels: 2),
        file(
            "longer, of more channels", channels: 2, ["desired_channels": .int(3), "desired_samples": .int(15)]),
        file("shorter, of one channel", channels: 2, ["desired_channels": .int(1), "desired_samples": .int(5)]),
        .raw(
            "EncodeWav",
            inputs: [
                .value(NDArray([0, 1, -1, 1.5, -1.5, 0.3, 1e-5, 1.5 / 32768] as [Float], dimensions: [4, 2])),
                .value(NDArray(Int32(16000))),
            ]),
    ]

    private static func spectrogram(
        _ detail: String, _ size: [Int], window: Int64, stride: Int64, isSquared: Bool = false
    ) -> OperationCase {
        .raw(
            "AudioSpectrogram", detail, dtypes: [.float32],
            attributes: ["window_size": .int(window), "stride": .int(stride), "magnitude_squared": .bool(isSquared)],
            inputs: [.random(size)])
    }

    private static func cepstrum(
        _ detail: String, bins: Int, rate: Int32, _ attributes: [String: AttributeValue] = [:]
    ) -> OperationCase {
        .raw(
            "Mfcc", detail, dtypes: [.float32], attributes: attributes,
            inputs: [.randomIn(0...4, [2, 3, bins]), .value(NDArray(rate))])
    }

    private static let spectrograms: [OperationCase] = [
        spectrogram("of a power of two", [40, 1], window: 8, stride: 4),
        spectrogram("squared, of two channels", [37, 2], window: 11, stride: 5, isSquared: true),
        spectrogram("with gaps", [50, 1], window: 2, stride: 7),
        spectrogram("of less than a window", [5, 2], window: 6, stride: 1),
        cepstrum("", bins: 257, rate: 16000),
        cepstrum(
            "of few bands", bins: 65, rate: 8000,
            [
                "filterbank_channel_count": .int(10), "dct_coefficient_count": .int(10),
                "lower_frequency_limit": .float(300), "upper_frequency_limit": .float(3000),
            ]),
        cepstrum("of more than the spectrum holds", bins: 33, rate: 4000),
    ]
}
