public import AdjointCore
import AdjointFormats

/// The image in a PNG file, `[height, width, channels]`. TF: `DecodePng`.
///
/// contents: a scalar string, the file, of 8 bits a channel.
public struct DecodePng: OperationDefinition {
    public static let type = "DecodePng"
    public static let signature = OperationSignature(
        inputs: [.tensor("contents", .string)], outputs: [.tensor("image", "dtype", in: DTypeSet(.uint8))])
    public static let attributes: [AttributeKey<DecodePng>] = [
        .int("channels", \.channels), .type("dtype", \.dtype),
    ]

    /// The number of channels that is wanted: 1, 3 or 4; 0 for the file's own.
    public var channels = 0
    /// The element type.
    public var dtype = DType.uint8

    public init() {}

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 0, role: "contents")
        guard [0, 1, 3, 4].contains(channels) else { throw OperationError("channels must be 0, 1, 3 or 4") }
        return [[nil, nil, channels == 0 ? nil : channels]]
    }

    public static let gradient = GradientRule<DecodePng>.notDifferentiable(reason: "a file has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let wanted = channels
        return Kernel { arguments in
            let image: PNG.Image
            do {
                image = try PNG.decode(Bytes(arguments.input(0, as: TensorString.self).pointee.bytes))
            } catch {
                throw OperationError("the image cannot be read: \(error)")
            }
            let channels = wanted == 0 ? image.channels : wanted
            arguments.setOutput(
                0,
                NDArray(
                    try Self.converted(image, to: channels), dimensions: [image.height, image.width, channels]))
        }
    }

    /// Grey becomes color by repetition; opacity is dropped, or added as full.
    private static func converted(_ image: PNG.Image, to channels: Int) throws -> [UInt8] {
        guard channels != image.channels else { return image.pixels }
        let (isColor, hasOpacity) = (image.channels > 2, image.channels % 2 == 0)
        guard channels > 2 || !isColor else {
            throw OperationError("an image in color is not made grey here; decode with channels = 3")
        }
        return (0..<image.height * image.width).flatMap { pixel -> [UInt8] in
            let own = image.pixels[pixel * image.channels..<(pixel + 1) * image.channels]
            let first = own.startIndex
            let colors = isColor ? Array(own.prefix(3)) : Array(repeating: own[first], count: min(channels, 3))
            return colors + (channels == 4 ? [hasOpacity ? own[own.endIndex - 1] : 255] : [])
        }
    }
}
