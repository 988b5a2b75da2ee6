import AdjointCore

/// An op that rounds numbers to what few bits can tell apart, on a scale where zero stays zero.
///
/// The range, of the input itself or given, is spread over the integers of so many bits: scale = the largest that keeps
/// both ends within them, result = round(x · scale) / scale, of x within the given range.
protocol QuantizationRounding: OperationDefinition {
    var settings: QuantizationSettings { get set }
}

/// How many values there are, and of which range.
struct QuantizationSettings: Sendable, Hashable {
    /// Whether the integers are signed.
    var isSigned = true
    var bitCount = 8
    /// Whether the range is given, rather than the input's own.
    var hasRange = false
    /// Which integer a number halfway between two is rounded to.
    var rounding = QuantizationTies.toEven
    /// Whether the least of the signed integers is left out.
    var isNarrow = false
    /// The axis whose slices have ranges of their own; -1 for one range.
    var axis = -1
}

/// What becomes of a number halfway between two integers. TF: `round_mode`.
public enum QuantizationTies: String, Sendable, Hashable {
    case toEven = "HALF_TO_EVEN"
    case up = "HALF_UP"
}

extension QuantizationRounding {
    /// Without a range of its own the op takes that of all elements, so none depends on its own input alone.
    public var traits: OperationTraits { settings.hasRange ? .elementwise(inputs: 1) : .pure }

    public static var gradient: GradientRule<Self> {
        // As if nothing were rounded. TF: `_QuantizeAndDequantizeGrad` and its later versions.
        .differentiable { _, context in
            [context.outputGradient()] + context.inputs.dropFirst().map { _ in nil }
        }
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        if context.inputs.count > 1, settings.hasRange {
            _ = try context.requireRanges(axis: settings.axis)
        } else if settings.axis < -1 || settings.axis >= context.shape(0).rank ?? .max {
            throw OperationError("axis \(settings.axis) is out of range for a tensor of shape \(context.shape(0))")
        }
        return [context.shape(0)]
    }

    /// The kernel.
    ///
    /// - Parameters:
    ///   - range: The given range, where it is attributes; otherwise inputs 1 and 2 hold it.
    ///   - bitCountInput: The input with the number of bits, if it is one.
    func roundingKernel(
        _ context: borrowing BindingContext, range: (Float, Float)? = nil, bitCountInput: Int? = nil
    ) throws -> Kernel {
        func kernel<Scalar: RealElement>(_: Scalar.Type) throws -> Kernel {
            let settings = settings
            let slices = QuantizedSlices(context.inputs[0].dimensions, axis: settings.axis)
            if settings.hasRange, range == nil {
                guard context.inputs[1].count == slices.count, context.inputs[2].count == slices.count else {
                    throw OperationError("a range of each of \(slices.count) slices is needed")
                }
            }
            return Kernel(operationCount: 4 * context.inputs[0].count) { arguments in
                let bitCount =
                    bitCountInput.map { Int(arguments.input($0, as: Int32.self).pointee) } ?? settings.bitCount
                guard bitCount > 0, bitCount < (settings.isSigned ? 62 : 63) else {
                    throw OperationError("num_bits must be 1 to \(settings.isSigned ? 61 : 62), not \(bitCount)")
                }
                let (input, output) = (arguments.input(0, as: Scalar.self), arguments.output(0, as: Scalar.self))
                for slice in 0..<slices.count {
                    var (low, high) = (Scalar.infinity, -Scalar.infinity)
                    if !settings.hasRange {
                        slices.forEach(slice) { index in (low, high) = (min(low, input[index]), max(high, input[index]))
                        }
                    } else if let range {
                        (low, high) = (Scalar(range.0), Scalar(range.1))
                    } else {
                        (low, high) = (arguments.input(1)[slice], arguments.input(2)[slice])
                    }
                    guard !settings.hasRange || low <= high else {
                        throw OperationError("the range from \(low) to \(high) is empty")
                    }
                    let scale = QuantizationScale(settings, bitCount: bitCount, from: low, to: high)
                    slices.forEach(slice) { index in output[index] = scale(input[index]) }
                }
            }
        }
        switch context.inputs[0].dtype {
        case .float32: return try kernel(Float.self)
        case .float64: return try kernel(Double.self)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }
}

/// A scale with integers as its marks.
private struct QuantizationScale<Scalar: RealElement> {
    private var low: Scalar
    private var high: Scalar
    private let scale: Scalar
    private let inverse: Scalar
    private let isClamped: Bool
    private let rule: FloatingPointRoundingRule?

    init(_ settings: QuantizationSettings, bitCount: Int, from low: Scalar, to high: Scalar) {
        let half = 1 << (bitCount - 1)
        let least = Scalar(settings.isSigned ? (settings.isNarrow ? 1 - half : -half) : 0)
        let greatest = Scalar(settings.isSigned ? half - 1 : (1 << bitCount) - 1)
        let fromLow = least * low > 0 ? least / low : Scalar.greatestFiniteMagnitude
        let fromHigh = greatest * high > 0 ? greatest / high : Scalar.greatestFiniteMagnitude
        (self.low, self.high) = (low, high)
        // The end that decides the scale stays as it is.
        if fromLow < fromHigh {
            (scale, inverse) = (fromLow, low / least)
            self.high = greatest * inverse
        } else {
            (scale, inverse) = (fromHigh, high / greatest)
            self.low = least * inverse
        }
        isClamped = settings.hasRange
        rule = settings.rounding == .toEven ? .toNearestOrEven : nil
    }

    func callAsFunction(_ value: Scalar) -> Scalar {
        let scaled = (isClamped ? max(min(value, high), low) : value) * scale
        return (rule.map(scaled.rounded) ?? (scaled + 0.5).rounded(.down)) * inverse
    }
}

extension AttributeKey {
    /// The attribute `round_mode`.
    static func quantizationTies(_ path: Path<QuantizationTies>) -> Self {
        Self("round_mode") { value, definition in
            guard case .string(let text) = value, let ties = QuantizationTies(rawValue: text.description) else {
                return false
            }
            definition[keyPath: path] = ties
            return true
        } encode: {
            .string($0[keyPath: path].rawValue)
        }
    }
}
