public import AdjointCore
import AdjointFormats

/// Images under tags, as a serialized `Summary` message with PNG files. TF: `ImageSummary`.
///
/// tag: a scalar string; tensor: `[batch, height, width, channels]` with 1, 3 or 4 channels, uint8 or floating-point.
/// Floating-point images are scaled: by their greatest element to 255, or, if one is negative, around 128.
public struct ImageSummary: OperationDefinition {
    public static let type = "ImageSummary"
    public static let signature = OperationSignature(
        inputs: [.tensor("tag", .string), .tensor("tensor", in: [.floatingPoint, DTypeSet(.uint8)])],
        outputs: [.tensor("summary", .string)])
    public static let attributes: [AttributeKey<ImageSummary>] = [
        .int("max_images", \.limit),
        AttributeKey("bad_color") { value, definition in
            guard case .tensor(let color) = value else { return false }
            definition.badColor = color
            return true
        } encode: {
            .tensor($0.badColor)
        },
    ]

    /// How many images of the batch are shown at most.
    public var limit = 3
    /// The color of pixels that are not finite.
    public var badColor = NDArray([255, 0, 0, 255] as [UInt8])

    public init() {}

    /// The op for so many images.
    public init(limit: Int) { self.limit = limit }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 0, role: "tag")
        let images = try context.shape(1, rank: 4, role: "the images")
        if let channels = images[3], ![1, 3, 4].contains(channels) {
            throw OperationError("images have 1, 3 or 4 channels, not \(channels)")
        }
        guard limit > 0 else { throw OperationError("max_images must be positive, not \(limit)") }
        return [.scalar]
    }

    public static let gradient = GradientRule<ImageSummary>.notDifferentiable(reason: "strings have no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let sizes = context.inputs[1].dimensions
        let (height, width, channels) = (sizes[1], sizes[2], sizes[3])
        let color = try? badColor.scalars(as: UInt8.self)
        guard let color, badColor.rank == 1, color.count >= channels else {
            throw OperationError("bad_color must be uint8 of \(channels) channels, not \(badColor)")
        }
        let (limit, count) = (min(limit, sizes[0]), height * width * channels)
        let isNumbered = self.limit > 1
        func kernel<Element>(_ pixels: @escaping @Sendable (UnsafePointer<Element>) -> [UInt8]) -> Kernel {
            Kernel { arguments in
                let tag = arguments.input(0, as: TensorString.self).pointee.description
                var summary = Summary()
                for index in 0..<limit {
                    var value = Summary.Value()
                    value.tag = isNumbered ? "\(tag)/image/\(index)" : "\(tag)/image"
                    var image = Summary.Image()
                    (image.height, image.width) = (Int32(clamping: height), Int32(clamping: width))
                    image.colorspace = Int32(channels)
                    let bytes = pixels(arguments.input(1, as: Element.self) + index * count)
                    image.encoded = PNG.encode(bytes, height: height, width: width, channels: channels)
                    value.image = image
                    summary.values.append(value)
                }
                arguments.output(0, as: TensorString.self).pointee = TensorString(bytes: summary.serialized())
            }
        }
        switch context.inputs[1].dtype {
        case .uint8: return kernel { (image: UnsafePointer<UInt8>) in (0..<count).map { image[$0] } }
        case .float32:
            return kernel { (image: UnsafePointer<Float>) in
                Self.scaled((0..<count).map { image[$0] }, channels, color)
            }
        case .float64:
            return kernel { (image: UnsafePointer<Double>) in
                Self.scaled((0..<count).map { image[$0] }, channels, color)
            }
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }

    /// An image in 0…255, with the bad color where a pixel is not finite.
    private static func scaled<Element: RealElement>(
        _ image: [Element], _ channels: Int, _ color: [UInt8]
    ) -> [UInt8] {
        let pixels = stride(from: 0, to: image.count, by: channels).map { image[$0..<$0 + channels] }
        var (least, greatest) = (Element.infinity, -Element.infinity)
        for pixel in pixels where pixel.allSatisfy(\.isFinite) {
            least = min(least, pixel.min() ?? least)
            greatest = max(greatest, pixel.max() ?? greatest)
        }
        let (factor, offset): (Element, Element)
        if least < 0 {
            let extent = max(abs(least), abs(greatest))
            (factor, offset) = (extent < 1e-6 ? 0 : 127 / extent, 128)
        } else {
            (factor, offset) = (greatest < 1e-6 ? 0 : 255 / greatest, 0)
        }
        return pixels.flatMap { pixel -> [UInt8] in
            guard pixel.allSatisfy(\.isFinite) else { return Array(color[..<channels]) }
            return pixel.map { UInt8(max(0, min(255, ($0 * factor + offset).rounded(.towardZero)))) }
        }
    }
}

extension Tensor {
    /// Images under tags, as a serialized `Summary` message with PNG files. TF: `tf.summary.image`.
    ///
    /// self: `[batch, height, width, channels]` with 1, 3 or 4 channels, uint8 or floating-point.
    /// - Parameters:
    ///   - tag: A scalar string; the images are numbered behind it.
    ///   - limit: How many images of the batch are shown at most.
    public func imageSummary(
        tag: Tensor, limit: Int = 3, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        graph.addTensor(ImageSummary(limit: limit), inputs: [tag, self], name: name, site: CreationSite(file, line))
    }
}
