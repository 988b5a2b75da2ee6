public import AdjointCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How loud the frequencies of sound are, window by window. TF: `AudioSpectrogram`.
///
/// input: float32 `[samples, channels]`; result: `[channels, windows, bins]`. The samples of a window are weighted by
/// Hann's function, 0.5 - 0.5·cos(2πi / size), and filled up with zeros to a power of two; of the Fourier transform of
/// as many numbers there are the magnitudes of the first half and one more.
public struct AudioSpectrogram: OperationDefinition {
    public static let type = "AudioSpectrogram"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", .float32)], outputs: [.tensor("spectrogram", .float32)])
    public static let attributes: [AttributeKey<AudioSpectrogram>] = [
        .int("window_size", \.windowSize, required: true), .int("stride", \.stride, required: true),
        .bool("magnitude_squared", \.isSquared),
    ]

    /// The samples in a window.
    public var windowSize = 2
    /// How many samples a window begins behind the one before it.
    public var stride = 1
    /// Whether magnitudes are squared.
    public var isSquared = false

    public init() {}

    /// The size of the Fourier transform.
    private var transformSize: Int { 1 << (Int.bitWidth - (windowSize - 1).leadingZeroBitCount) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let input = try context.shape(0, rank: 2, role: "input")
        guard (2...Int(Int32.max)).contains(windowSize), (1...Int(Int32.max)).contains(stride) else {
            throw OperationError(
                "window_size must be 2 or more and stride 1 or more, not \(windowSize) and \(stride)")
        }
        let windows = input[0].map { $0 < windowSize ? 0 : ($0 - windowSize) / stride + 1 }
        return [[input[1], windows, transformSize / 2 + 1]]
    }

    public static let gradient = GradientRule<AudioSpectrogram>.notDifferentiable(
        reason: "TensorFlow has none; build a spectrogram of products with sines and cosines")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (channels, windows, bins) = (
            context.inputs[0].dimensions[1], context.outputs[0].dimensions[1], context.outputs[0].dimensions[2]
        )
        guard windows > 0, channels > 0 else { return .empty }
        let transform = FourierTransform(count: transformSize)
        let weights = (0..<windowSize).map { 0.5 - 0.5 * cos(2 * Double.pi * Double($0) / Double(windowSize)) }
        let (step, isSquared) = (stride, isSquared)
        return Kernel(scratchByteCount: 2 * transform.count * MemoryLayout<Double>.stride) { arguments in
            let (input, output) = (arguments.input(0, as: Float.self), arguments.output(0, as: Float.self))
            let real = arguments.scratch.assumingMemoryBound(to: Double.self)
            let imaginary = real + transform.count
            for channel in 0..<channels {
                for window in 0..<windows {
                    for index in 0..<transform.count {
                        imaginary[index] = 0
                        real[index] =
                            index < weights.count
                            ? Double(input[(window * step + index) * channels + channel]) * weights[index] : 0
                    }
                    transform.run(real: real, imaginary: imaginary)
                    let row = output + (channel * windows + window) * bins
                    for bin in 0..<bins {
                        let square = Float(real[bin] * real[bin] + imaginary[bin] * imaginary[bin])
                        row[bin] = isSquared ? square : square.squareRoot()
                    }
                }
            }
        }
    }
}
