public import AdjointCore

/// The cepstrum of a spectrogram in bands as wide as an ear's. TF: `Mfcc`.
///
/// spectrogram: squared magnitudes, float32 `[channels, windows, bins]`; sample_rate: an int32 scalar. Result:
/// `[channels, windows, dct_coefficient_count]`: magnitudes summed under overlapping triangles that are even on the mel
/// scale, 1127·ln(1 + f / 700), their logarithms (of 1e-12 at least), and the lowest of their cosine transform.
public struct Mfcc: OperationDefinition {
    public static let type = "Mfcc"
    public static let signature = OperationSignature(
        inputs: [.tensor("spectrogram", .float32), .tensor("sample_rate", .int32)],
        outputs: [.tensor("output", .float32)])
    public static let attributes: [AttributeKey<Mfcc>] = [
        .float("upper_frequency_limit", \.upperLimit), .float("lower_frequency_limit", \.lowerLimit),
        .int("filterbank_channel_count", \.bandCount), .int("dct_coefficient_count", \.coefficientCount),
    ]

    /// The highest frequency, per second.
    public var upperLimit: Float = 4000
    /// The lowest frequency, per second.
    public var lowerLimit: Float = 20
    /// The number of bands.
    public var bandCount = 40
    /// The number of coefficients.
    public var coefficientCount = 13

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let spectrogram = try context.shape(0, rank: 3, role: "spectrogram")
        _ = try context.shape(1, rank: 0, role: "sample_rate")
        guard lowerLimit >= 0, upperLimit > lowerLimit, upperLimit.isFinite else {
            throw OperationError("frequencies from \(lowerLimit) to \(upperLimit) are no range")
        }
        guard (1...1 << 12).contains(bandCount), (1...bandCount).contains(coefficientCount) else {
            throw OperationError(
                "dct_coefficient_count must be 1 to the number of bands, and that 4096 at most: \(coefficientCount), \(bandCount)"
            )
        }
        return [[spectrogram[0], spectrogram[1], coefficientCount]]
    }

    public static let gradient = GradientRule<Mfcc>.notDifferentiable(reason: "TensorFlow has none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let sizes = context.inputs[0].dimensions
        let (rows, bins) = (sizes[0] * sizes[1], sizes[2])
        let rate = try context.integers(1)[0]
        guard rate > 0, bins > 1 else {
            throw OperationError("a spectrogram of \(bins) bins at \(rate) samples a second has no cepstrum")
        }
        let bands = MelBands(
            binCount: bins, rate: Double(rate), bandCount: bandCount, from: Double(lowerLimit), to: Double(upperLimit))
        let transform = CosineTransform(count: bandCount, coefficientCount: coefficientCount)
        return Kernel(scratchByteCount: bandCount * MemoryLayout<Double>.stride) { arguments in
            let sums = arguments.scratch.assumingMemoryBound(to: Double.self)
            for row in 0..<rows {
                bands.writeLogarithms(arguments.input(0, as: Float.self) + row * bins, to: sums)
                transform.run(sums, to: arguments.output(0, as: Float.self) + row * transform.coefficientCount)
            }
        }
    }
}
