public import AdjointCore

/// The numbers that integers of few bits stand for. TF: `Dequantize`.
///
/// input: qint8, quint8, qint16, quint16 or qint32; min_range, max_range: float32 scalars, or vectors along the axis.
/// Result: float32.
public struct Dequantize: OperationDefinition {
    public static let type = "Dequantize"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input", in: .quantized), .tensor("min_range", .float32), .tensor("max_range", .float32),
        ],
        outputs: [.tensor("output", "dtype", in: DTypeSet(.float32))])
    public static let attributes: [AttributeKey<Dequantize>] = [
        .quantizationMode(\.mode), .bool("narrow_range", \.isNarrow), .int("axis", \.axis), .type("dtype", \.dtype),
    ]

    /// How integers stand for numbers.
    public var mode = QuantizationMode.combined
    /// Whether, scaled, the least integer is left out.
    public var isNarrow = false
    /// The axis whose slices have ranges of their own; -1 for one range.
    public var axis = -1
    /// The type of the numbers.
    public var dtype = DType.float32

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard mode != .first || axis < 0 else { throw OperationError("mode MIN_FIRST has one range, no axis") }
        // Older graphs state the bounds of a single range as vectors of one number.
        if axis < 0, [1, 2].allSatisfy({ context.shape($0).isCompatible(with: [1]) }) { return [context.shape(0)] }
        _ = try context.requireRanges(axis: axis)
        return [context.shape(0)]
    }

    public static let gradient = GradientRule<Dequantize>.stopsGradient(reason: "integers have no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Element: FixedWidthInteger & Sendable>(_: Element.Type) throws -> Kernel {
            let (definition, slices) = (self, QuantizedSlices(context.inputs[0].dimensions, axis: axis))
            guard dtype == .float32 else { throw OperationError.noKernel(for: dtype) }
            guard context.inputs[1].count == slices.count, context.inputs[2].count == slices.count else {
                throw OperationError("a range of each of \(slices.count) slices is needed")
            }
            return Kernel(operationCount: 2 * context.inputs[0].count) { arguments in
                let (input, output) = (arguments.input(0, as: Element.self), arguments.output(0, as: Float.self))
                for slice in 0..<slices.count {
                    let (low, high) = (
                        arguments.input(1, as: Float.self)[slice], arguments.input(2, as: Float.self)[slice]
                    )
                    let (extent, least) = (Float(Element.max) - Float(Element.min), Float(Element.min))
                    switch definition.mode {
                    case .combined:
                        let (scale, half) = ((high - low) / extent, Element.isSigned ? (extent + 1) / 2 : 0)
                        slices.forEach(slice) { output[$0] = (Float(input[$0]) + half) * scale + low }
                    case .first:
                        let scale = Float(Double(high - low) / (Double(1 << Element.bitWidth) - 1))
                        let start =
                            low == high ? low : (low / scale).rounded(.toNearestOrAwayFromZero) * scale
                        let offset = start - least * scale
                        slices.forEach(slice) { output[$0] = offset + Float(input[$0]) * scale }
                    case .scaled:
                        let lowest = least + (definition.isNarrow ? 1 : 0)
                        let scale =
                            Element.isSigned ? max(low / lowest, high / Float(Element.max)) : high / Float(Element.max)
                        slices.forEach(slice) { output[$0] = Float(input[$0]) * scale }
                    }
                }
            }
        }
        return try kernel(context.inputs[0].dtype.requireQuantized())
    }
}
