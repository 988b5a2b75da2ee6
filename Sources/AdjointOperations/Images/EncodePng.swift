public import AdjointCore
import AdjointFormats

/// The PNG file of an image. TF: `EncodePng`.
///
/// image: `[height, width, channels]` with 1 to 4 channels, uint8.
public struct EncodePng: OperationDefinition {
    public static let type = "EncodePng"
    public static let signature = OperationSignature(
        inputs: [.tensor("image", in: DTypeSet(.uint8))], outputs: [.tensor("contents", .string)])
    public static let attributes: [AttributeKey<EncodePng>] = [.int("compression", \.compression)]

    /// Kept for TensorFlow: how hard to compress.
    public var compression = -1

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let image = try context.shape(0, rank: 3, role: "image")
        if let channels = image[2], !(1...4).contains(channels) {
            throw OperationError("an image has 1 to 4 channels, not \(channels)")
        }
        return [.scalar]
    }

    public static let gradient = GradientRule<EncodePng>.notDifferentiable(reason: "a file has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let sizes = context.inputs[0].dimensions
        guard sizes.count == 3, (1...4).contains(sizes[2]), sizes[0] > 0, sizes[1] > 0 else {
            throw OperationError("\(Shape(sizes)) is not the shape of an image")
        }
        return Kernel { arguments in
            let image = arguments.input(0, as: UInt8.self)
            let file = PNG.encode(
                (0..<sizes.reduce(1, *)).map { image[$0] }, height: sizes[0], width: sizes[1], channels: sizes[2])
            arguments.output(0, as: TensorString.self).pointee = TensorString(bytes: Array(file))
        }
    }
}
