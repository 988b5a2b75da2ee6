import AdjointCore
import AdjointKernels

/// An op that cuts a window out of each image, centered somewhere.
///
/// input: float32 `[batch, height, width, channels]`; size: int32 `[2]`, the height and width of the windows; offsets:
/// float32 `[batch, 2]`, vertical and horizontal. What lies beside the image is noise.
protocol GlimpseExtraction: OperationDefinition {
    var settings: GlimpseSettings { get set }
    /// Where the window begins along an axis, of which the image has `extent` and the window `size` pixels.
    static func start(_ offset: Float, _ settings: GlimpseSettings, extent: Float, size: Float) -> Float
}

/// How windows are placed, and what lies beside the image.
struct GlimpseSettings: Sendable, Hashable {
    /// Whether offsets count from the center of the image.
    var isCentered = true
    /// Whether offsets are parts of the image's extents.
    var isNormalized = true
    /// Whether the noise is uniform, as older graphs say it.
    var hasUniformNoise = true
    /// What lies beside the image: `uniform`, `gaussian` or `zero`.
    var noise = "uniform"

    /// - Throws: ``OperationError`` for attributes that contradict each other.
    func noiseKind() throws -> GlimpseNoise {
        guard let kind = GlimpseNoise(rawValue: noise.isEmpty && hasUniformNoise ? "uniform" : noise) else {
            throw OperationError("noise must be uniform, gaussian or zero, not '\(noise)'")
        }
        guard !hasUniformNoise || kind == .uniform else {
            throw OperationError("uniform_noise is set, but noise is '\(noise)'")
        }
        return kind
    }
}

/// What lies beside an image.
enum GlimpseNoise: String, Sendable {
    /// Numbers between the least and the greatest of the image.
    case uniform
    /// Numbers with mean and deviation of the image's channel, cut off at its least and greatest.
    case gaussian
    case zero
}

extension GlimpseExtraction {
    static var glimpseSignature: OperationSignature {
        OperationSignature(
            inputs: [.tensor("input", .float32), .tensor("size", .int32), .tensor("offsets", .float32)],
            outputs: [.tensor("glimpse", .float32)])
    }

    static var glimpseAttributes: [AttributeKey<Self>] {
        [
            .bool("centered", \Self.settings.isCentered), .bool("normalized", \Self.settings.isNormalized),
            .bool("uniform_noise", \Self.settings.hasUniformNoise), .string("noise", \Self.settings.noise),
        ]
    }

    public var traits: OperationTraits { (try? settings.noiseKind()) == .zero ? .pure : .random }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try settings.noiseKind()
        let input = try context.shape(0, rank: 4, role: "input")
        let offsets = try context.shape(2, rank: 2, role: "offsets")
        guard context.shape(1).isCompatible(with: [2]) else {
            throw OperationError("size must hold 2 numbers, not be of shape \(context.shape(1))")
        }
        guard offsets.isCompatible(with: [input[0], 2]) else {
            throw OperationError("offsets must be of shape [\(input[0].map { "\($0)" } ?? "?"), 2], not \(offsets)")
        }
        let size = context.integers(1)
        if let size, size.contains(where: { $0 <= 0 }) { throw OperationError("size must be positive: \(size)") }
        return [[input[0] ?? offsets[0], size?[0], size?[1], input[3]]]
    }

    public static var gradient: GradientRule<Self> { .stopsGradient(reason: "TensorFlow sends none through glimpses") }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (input, output) = (context.inputs[0].dimensions, context.outputs[0].dimensions)
        guard output.count == 4, context.inputs[2].dimensions == [input[0], 2], input[1] > 0, input[2] > 0 else {
            throw OperationError("images \(Shape(input)) need pixels, and two offsets each")
        }
        let (settings, noise) = (settings, try settings.noiseKind())
        let state = noise == .zero ? nil : RandomSeeds().state(context)
        let (imageCount, glimpseCount) = (input.dropFirst().reduce(1, *), output.dropFirst().reduce(1, *))
        return Kernel { arguments in
            let (images, offsets) = (arguments.input(0, as: Float.self), arguments.input(2, as: Float.self))
            var stream = state?.take(count: input[0] * glimpseCount)
            for index in 0..<input[0] {
                let (image, glimpse) = (
                    images + index * imageCount, arguments.output(0, as: Float.self) + index * glimpseCount
                )
                let (top, left) = (
                    Self.pixel(
                        Self.start(offsets[2 * index], settings, extent: Float(input[1]), size: Float(output[1]))),
                    Self.pixel(
                        Self.start(offsets[2 * index + 1], settings, extent: Float(input[2]), size: Float(output[2])))
                )
                noise.fill(
                    glimpse, count: glimpseCount, like: image, count: imageCount, channels: input[3], &stream)
                for row in max(0, -top)..<max(max(0, -top), min(output[1], input[1] - top)) {
                    let columns = max(0, -left)..<max(max(0, -left), min(output[2], input[2] - left))
                    (glimpse + (row * output[2] + columns.lowerBound) * input[3]).update(
                        from: image + ((top + row) * input[2] + left + columns.lowerBound) * input[3],
                        count: columns.count * input[3])
                }
            }
        }
    }

    /// A pixel, towards zero; far outside for no number.
    private static func pixel(_ position: Float) -> Int {
        position.isNaN ? -(1 << 31) : Int(max(-2e9, min(2e9, position)))
    }
}

extension GlimpseNoise {
    /// Fills a glimpse.
    func fill(
        _ glimpse: UnsafeMutablePointer<Float>, count: Int, like image: UnsafePointer<Float>, count imageCount: Int,
        channels: Int, _ stream: inout PhiloxStream?
    ) {
        guard let start = stream, self != .zero else { return glimpse.update(repeating: 0, count: count) }
        var source = SampleSource(start, sample: 0)
        stream?.skip(blocks: UInt64(count))
        let pixels = UnsafeBufferPointer(start: image, count: imageCount)
        if self == .uniform {
            let (least, greatest) = (pixels.min() ?? 0, pixels.max() ?? 0)
            for index in 0..<count { glimpse[index] = least + Float(source.uniform()) * (greatest - least) }
            return
        }
        for channel in 0..<channels {
            let own = stride(from: channel, to: imageCount, by: channels).map { Double(pixels[$0]) }
            let mean = own.reduce(0, +) / Double(max(own.count, 1))
            let deviation = (own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(own.count, 1))).squareRoot()
            let (least, greatest) = (own.min() ?? 0, own.max() ?? 0)
            for index in stride(from: channel, to: count, by: channels) {
                glimpse[index] = Float(max(least, min(greatest, mean + source.normal() * deviation)))
            }
        }
    }
}
