import AdjointCore
import AdjointFormats

/// An op that decodes a file with an image. contents: a scalar string, the file.
protocol ImageDecoding: OperationDefinition {
    /// The number of channels that is wanted: 0 for the file's own.
    var channels: Int { get }
    /// The element type.
    var dtype: DType { get }
    /// How the file is read.
    var reading: ImageReading { get }
}

/// Which files an op reads, and how.
struct ImageReading: Sendable {
    var kinds: Set<ImageFileKind> = [.png, .jpeg, .gif]
    /// How coefficients of JPEG become pixels. TensorFlow takes the fast way where nothing else is asked for.
    var transform = JPEG.Transform.fast
    /// Whether colors of lower resolution are interpolated.
    var isSmooth = true
    /// What becomes of the frames of an animation.
    var frames = Frames.single

    enum Frames: Sendable {
        /// There must be one.
        case single
        /// The first one.
        case first
        /// Files of every kind have a dimension for them.
        case all
        /// Animations have a dimension for them.
        case ofAnimations
    }
}

/// A format of images.
enum ImageFileKind: String, Sendable {
    case png = "PNG"
    case jpeg = "JPEG"
    case gif = "GIF"
    case bmp = "BMP"

    /// The format of a file by its first bytes.
    init?(_ bytes: [UInt8]) {
        let beginnings: [(ImageFileKind, [UInt8])] = [
            (.jpeg, [0xff, 0xd8, 0xff]), (.png, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
            (.gif, Array("GIF8".utf8)), (.bmp, Array("BM".utf8)),
        ]
        guard let kind = beginnings.first(where: { bytes.starts(with: $1) })?.0 else { return nil }
        self = kind
    }
}

extension ImageDecoding {
    static var decodingSignature: OperationSignature {
        OperationSignature(inputs: [.tensor("contents", .string)], outputs: [.tensor("image", .uint8)])
    }

    public var traits: OperationTraits { .dataDependent }

    public static var gradient: GradientRule<Self> { .notDifferentiable(reason: "a file has no derivative") }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 0, role: "contents")
        guard [0, 1, 3, 4].contains(channels) else { throw OperationError("channels must be 0, 1, 3 or 4") }
        let image: Shape = [nil, nil, channels == 0 ? nil : channels]
        switch reading.frames {
        case .single, .first: return [image]
        case .all: return [Shape([nil]).appending(image)]
        case .ofAnimations: return [.unknown]
        }
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (reading, channels, dtype) = (reading, channels, dtype)
        return Kernel { arguments in
            let bytes = arguments.input(0, as: TensorString.self).pointee.bytes
            guard let kind = ImageFileKind(bytes), reading.kinds.contains(kind) else {
                let known = reading.kinds.map(\.rawValue).sorted().joined(separator: ", ")
                let found = ImageFileKind(bytes).map { "a file of kind \($0.rawValue)" } ?? "no image of a known kind"
                throw OperationError("\(found); possible: \(known)")
            }
            let frames: [RasterImage]
            do {
                frames = try reading.frames(of: Bytes(bytes), kind, channels: channels)
            } catch let error as OperationError {
                throw error
            } catch {
                throw OperationError("the image cannot be read: \(error)")
            }
            let first = frames[0]
            let isList = reading.frames == .all || reading.frames == .ofAnimations && kind == .gif
            let array = NDArray(
                frames.flatMap(\.pixels),
                dimensions: (isList ? [frames.count] : []) + [first.height, first.width, first.channels])
            arguments.setOutput(0, try kind.converted(array, to: dtype))
        }
    }
}

extension ImageReading {
    /// The frames of a file, with the channels that are wanted.
    fileprivate func frames(of bytes: Bytes, _ kind: ImageFileKind, channels: Int) throws -> [RasterImage] {
        switch kind {
        case .png: return [try PNG.decode(bytes).with(channels: channels)]
        case .bmp:
            guard channels != 1 else { throw OperationError("a bitmap is decoded to 3 or 4 channels, not 1") }
            return [try BMP.decode(bytes).with(channels: channels)]
        case .jpeg:
            guard channels != 4 else { throw OperationError("a JPEG file has 1 or 3 channels, not 4") }
            return [try JPEG.decode(bytes, channels: channels, transform: transform, isSmooth: isSmooth)]
        case .gif:
            guard channels == 0 || channels == 3 else {
                throw OperationError("a GIF file has 3 channels, not \(channels)")
            }
            let all = try GIF.decode(bytes)
            guard frames != .single || all.count == 1 else {
                throw OperationError("an animation of \(all.count) frames needs DecodeGif")
            }
            return frames == .first ? [all[0]] : all
        }
    }
}

extension RasterImage {
    /// The image with other channels, 0 for its own: grey becomes color by repetition; opacity is dropped, or added as full.
    fileprivate func with(channels wanted: Int) throws -> RasterImage {
        guard wanted != 0, wanted != channels else { return self }
        let (isColor, hasOpacity) = (channels > 2, channels % 2 == 0)
        guard wanted > 2 || !isColor else {
            throw OperationError("an image in color is not made grey here; decode with channels = 3")
        }
        var result = RasterImage(height: height, width: width, channels: wanted, pixels: [])
        result.pixels.reserveCapacity(height * width * wanted)
        for start in stride(from: 0, to: pixels.count, by: channels) {
            for channel in 0..<min(wanted, 3) { result.pixels.append(pixels[start + (isColor ? channel : 0)]) }
            if wanted == 4 { result.pixels.append(hasOpacity ? pixels[start + channels - 1] : 255) }
        }
        return result
    }
}

extension ImageFileKind {
    /// Pixels as elements of a wider type, of the whole range of integers or 0…1.
    fileprivate func converted(_ pixels: NDArray, to dtype: DType) throws -> NDArray {
        let bytes = try pixels.scalars(as: UInt8.self)
        // TensorFlow widens the pixels of PNG files to all of 16 bits, those of others to the upper eight.
        switch dtype {
        case .uint8: return pixels
        case .uint16:
            return NDArray(bytes.map { UInt16($0) * (self == .png ? 257 : 256) }, dimensions: pixels.dimensions)
        case .float32:
            let (factor, scale): (Float, Float) = self == .png ? (257, 1 / 65535) : (1, 1 / 255)
            return NDArray(bytes.map { Float($0) * factor * scale }, dimensions: pixels.dimensions)
        default: throw OperationError.noKernel(for: dtype)
        }
    }
}
