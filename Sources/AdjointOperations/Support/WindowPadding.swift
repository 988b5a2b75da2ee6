import AdjointCore
import AdjointKernels

/// How the places of a sliding window relate to an image's borders. TF: the attributes `padding` and
/// `explicit_paddings`.
public enum WindowPadding: Sendable, Hashable {
    /// As many zeros around the image as give ⌈extent / stride⌉ places, the odd one behind. TF: `SAME`.
    case same
    /// None: the window stays inside the image. TF: `VALID`.
    case valid
    /// The stated zeros. TF: `EXPLICIT`.
    case explicit(height: Padding, width: Padding)

    /// The attribute `padding`.
    var scheme: PaddingScheme {
        switch self {
        case .same: .same
        case .valid: .valid
        case .explicit: .explicit
        }
    }

    /// The attribute `explicit_paddings`: two numbers for each dimension of the images.
    func explicitPaddings(_ format: DataFormat) -> [Int] {
        guard case .explicit(let height, let width) = self else { return [] }
        let spatial = [height.before, height.after, width.before, width.after]
        return format == .channelsLast ? [0, 0] + spatial + [0, 0] : [0, 0, 0, 0] + spatial
    }
}

/// The values of TensorFlow's attribute `padding`.
public enum PaddingScheme: String, Sendable, Hashable {
    case same = "SAME"
    case valid = "VALID"
    case explicit = "EXPLICIT"
}

/// Two extents, of a window or of its steps: equal ones may be written as a number.
public struct WindowSize: Sendable, Hashable, ExpressibleByIntegerLiteral {
    /// The vertical extent.
    public var height: Int
    /// The horizontal extent.
    public var width: Int

    /// Two extents.
    public init(_ height: Int, _ width: Int) { (self.height, self.width) = (height, width) }

    /// Two equal extents.
    public init(integerLiteral value: Int) { self.init(value, value) }

    /// The extents as an attribute, with 1 for batch and channels.
    func attribute(_ format: DataFormat) -> [Int] {
        format == .channelsLast ? [1, height, width, 1] : [1, 1, height, width]
    }
}

extension DataFormat {
    /// The vertical and the horizontal dimension of images.
    var spatialAxes: [Int] { self == .channelsLast ? [1, 2] : [2, 3] }

    /// A shape of images from its parts.
    func imageShape(batch: Int?, height: Int?, width: Int?, channels: Int?) -> Shape {
        self == .channelsLast ? [batch, height, width, channels] : [batch, channels, height, width]
    }

    /// An attribute's two numbers for the spatial dimensions, where those for batch and channels are 1.
    ///
    /// - Throws: ``OperationError`` if the list is another, or a number is not positive or beyond 32 bits.
    func spatial(_ list: [Int], _ name: String) throws(OperationError) -> WindowSize {
        guard list.count == 4 else { throw OperationError("\(name) must hold 4 numbers, not \(list)") }
        let (height, width) = (list[spatialAxes[0]], list[spatialAxes[1]])
        guard list[0] == 1, list[channelAxis(rank: 4)] == 1 else {
            throw OperationError("\(name) must be 1 for batch and channels: \(list)")
        }
        guard height > 0, width > 0, max(height, width) <= Int32.max else {
            throw OperationError("\(name) must be positive: \(list)")
        }
        return WindowSize(height, width)
    }
}

/// The places of a window along one dimension.
struct WindowRule {
    var stride: Int
    var dilation = 1
    var scheme: PaddingScheme
    var padding = Padding()

    /// The number of places, as far as it is known.
    ///
    /// - Throws: ``OperationError`` if the window does not fit the image.
    func places(_ input: Int?, window: Int?) throws(OperationError) -> Int? {
        guard let input, let window else { return nil }
        return try axis(input, window: window).output
    }

    /// How a window slides along an extent.
    ///
    /// - Throws: ``OperationError`` if the window does not fit the image.
    func axis(_ input: Int, window: Int) throws(OperationError) -> WindowAxis {
        guard window > 0, window <= Int32.max, input <= Int32.max else {
            throw OperationError("a window of \(window) does not slide over \(input)")
        }
        let covered = (window - 1) * dilation + 1
        let (output, before): (Int, Int)
        switch scheme {
        case .same:
            output = (input + stride - 1) / stride
            before = max(0, (output - 1) * stride + covered - input) / 2
        case .valid, .explicit:
            let padded = input + (scheme == .explicit ? padding.before + padding.after : 0)
            guard padded >= covered else {
                throw OperationError("a window of \(covered) does not fit an image of \(padded); use SAME padding")
            }
            output = (padded - covered) / stride + 1
            before = scheme == .explicit ? padding.before : 0
        }
        return WindowAxis(
            input: input, window: window, stride: stride, dilation: dilation, padding: before, output: output)
    }
}

extension AttributeKey {
    /// The attribute `padding`.
    static func padding(_ path: Path<PaddingScheme>) -> Self {
        Self("padding", required: true) { value, definition in
            guard case .string(let text) = value, let scheme = PaddingScheme(rawValue: text.description) else {
                return false
            }
            definition[keyPath: path] = scheme
            return true
        } encode: {
            .string($0[keyPath: path].rawValue)
        }
    }
}
