public import AdjointCore

/// The same bytes read as another element type. TF: `Bitcast`.
///
/// A wider type takes away a last dimension of as many elements as one of its own holds; a narrower one adds it.
public struct Bitcast: OperationDefinition {
    public static let type = "Bitcast"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: [.numeric, .quantized])],
        outputs: [.tensor("output", "type", in: [.numeric, .quantized])])
    public static let attributes: [AttributeKey<Bitcast>] = [.type("type", \.dtype, required: true)]

    /// The element type of the result.
    public var dtype = DType.float32

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let (from, to) = (context.dtype(0).byteCount, dtype.byteCount)
        guard from != to, let sizes = context.shape(0).partialDimensions else {
            return [from == to ? context.shape(0) : .unknown]
        }
        if from > to { return [Shape(sizes + [from / to])] }
        guard let last = sizes.last, last == nil || last == to / from else {
            throw OperationError("\(context.shape(0)) has no last dimension of \(to / from)")
        }
        return [Shape(Array(sizes.dropLast()))]
    }

    public static let gradient = GradientRule<Bitcast>.stopsGradient(reason: "bytes have no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let byteCount = context.inputs[0].count * context.inputs[0].dtype.byteCount
        guard byteCount == context.outputs[0].count * dtype.byteCount else {
            throw OperationError("\(Shape(context.inputs[0].dimensions)) does not hold whole elements")
        }
        return Kernel { arguments in
            arguments.rawOutput(0).copyMemory(from: arguments.rawInput(0), byteCount: byteCount)
        }
    }
}
