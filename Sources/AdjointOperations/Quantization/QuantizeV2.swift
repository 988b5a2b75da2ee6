public import AdjointCore

/// Numbers as integers of few bits, and the range that these stand for. TF: `QuantizeV2`.
///
/// input: float32; min_range, max_range: float32 scalars, or vectors along the axis. The range is widened to hold zero, and
/// to `ensure_minimum_range` times its larger end. Result: qint8, quint8, qint16, quint16 or qint32.
public struct QuantizeV2: OperationDefinition {
    public static let type = "QuantizeV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", .float32), .tensor("min_range", .float32), .tensor("max_range", .float32)],
        outputs: [
            .tensor("output", "T", in: .quantized), .tensor("output_min", .float32), .tensor("output_max", .float32),
        ])
    public static let attributes: [AttributeKey<QuantizeV2>] = [
        .type("T", \.dtype, required: true), .quantizationMode(\.mode), .string("round_mode", \.rounding),
        .bool("narrow_range", \.isNarrow), .int("axis", \.axis), .float("ensure_minimum_range", \.leastExtent),
    ]

    /// The type of the integers.
    public var dtype = DType.quint8
    /// How integers stand for numbers.
    public var mode = QuantizationMode.combined
    /// Which integer a number halfway between two becomes: `HALF_AWAY_FROM_ZERO` or, scaled, `HALF_TO_EVEN`.
    public var rounding = "HALF_AWAY_FROM_ZERO"
    /// Whether, scaled, the least integer is left out.
    public var isNarrow = false
    /// The axis whose slices have ranges of their own; -1 for one range.
    public var axis = -1
    /// How wide the range is at least, as a part of its larger end.
    public var leastExtent: Float = 0.01

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard rounding == "HALF_AWAY_FROM_ZERO" || rounding == "HALF_TO_EVEN" && mode == .scaled else {
            throw OperationError("round_mode '\(rounding)' is not one of mode \(mode.rawValue)")
        }
        let range = try context.requireRanges(axis: axis)
        return [context.shape(0), range, range]
    }

    public static let gradient = GradientRule<QuantizeV2>.notDifferentiable(
        reason: "integers have no derivative; QuantizeAndDequantizeV2 passes gradients on")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Element: FixedWidthInteger & Sendable>(_: Element.Type) throws -> Kernel {
            let (definition, slices) = (self, QuantizedSlices(context.inputs[0].dimensions, axis: axis))
            guard context.inputs[1].count == slices.count, context.inputs[2].count == slices.count else {
                throw OperationError("a range of each of \(slices.count) slices is needed")
            }
            return Kernel(operationCount: 4 * context.inputs[0].count) { arguments in
                let (input, output) = (arguments.input(0, as: Float.self), arguments.output(0, as: Element.self))
                let (least, greatest) = (arguments.input(1, as: Float.self), arguments.input(2, as: Float.self))
                for slice in 0..<slices.count {
                    let quantizer = try Quantizer<Element>(definition, from: least[slice], to: greatest[slice])
                    slices.forEach(slice) { output[$0] = quantizer(input[$0]) }
                    arguments.output(1, as: Float.self)[slice] = quantizer.low
                    arguments.output(2, as: Float.self)[slice] = quantizer.high
                }
            }
        }
        return switch dtype {
        case .quint8: try kernel(UInt8.self)
        case .qint8: try kernel(Int8.self)
        default: try kernel(dtype.requireQuantized())
        }
    }
}

/// Turns numbers of a range into integers.
private struct Quantizer<Element: FixedWidthInteger> {
    /// The lower end of the range that the integers stand for.
    let low: Float
    /// The upper end.
    let high: Float
    private let mode: QuantizationMode
    private let scale: Float
    private let rule: FloatingPointRoundingRule

    init(_ definition: QuantizeV2, from least: Float, to greatest: Float) throws {
        guard !(greatest < least), least.isFinite, greatest.isFinite else {
            throw OperationError("the range from \(least) to \(greatest) is empty or endless")
        }
        let extent = max(1, max(abs(least), abs(greatest))) * definition.leastExtent
        let low = min(0, least)
        let high = max(0, max(greatest, low + extent))
        mode = definition.mode
        rule = definition.rounding == "HALF_TO_EVEN" ? .toNearestOrEven : .toNearestOrAwayFromZero
        switch mode {
        case .combined:
            (self.low, self.high) = (low, high)
            scale = Float((Double(Element.max) - Double(Element.min)) / Double(high - low))
        case .first:
            (self.low, self.high) = (low, high)
            scale = low == high ? 0 : Float((Double(1 << Element.bitWidth) - 1) / Double(high - low))
        case .scaled:
            let least = Float(Int(Element.min) + (definition.isNarrow ? 1 : 0))
            let fromLow = least * low > 0 ? least / low : .greatestFiniteMagnitude
            let fromHigh = Float(Element.max) * high > 0 ? Float(Element.max) / high : .greatestFiniteMagnitude
            scale = min(fromLow, fromHigh)
            (self.low, self.high) = (least / scale, Float(Element.max) / scale)
        }
    }

    func callAsFunction(_ value: Float) -> Element {
        let clamped = max(min(value, high), low)
        switch mode {
        case .combined:
            guard Element.isSigned else { return integer(((clamped - low) * scale + 0.5).rounded(.towardZero)) }
            let half = Float((Double(Element.max) - Double(Element.min) + 1) / 2)
            return integer(((clamped - low) * scale - half).rounded(rule))
        case .first:
            let start = (low * scale).rounded(.toNearestOrAwayFromZero) - Float(Element.min)
            return integer((value * scale).rounded(.toNearestOrAwayFromZero) - start)
        case .scaled: return integer((clamped * scale).rounded(rule))
        }
    }

    private func integer(_ value: Float) -> Element {
        value.isNaN ? Element.min : Element(exactly: value) ?? (value < 0 ? .min : .max)
    }
}
