public import AdjointCore

/// The elements brought into a range: min(max(t, clip_value_min), clip_value_max). TF: `ClipByValue`.
///
/// The bounds have the tensor's shape, or are scalars. Numeric types.
public struct ClipByValue: OperationDefinition {
    public static let type = "ClipByValue"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("t", in: .numeric), .tensor("clip_value_min", in: .numeric),
            .tensor("clip_value_max", in: .numeric),
        ], outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        for index in 1...2 where context.shape(index).rank != 0 {
            guard context.shape(index).isCompatible(with: context.shape(0)) else {
                throw OperationError("a bound \(context.shape(index)) does not fit \(context.shape(0))")
            }
        }
        return [context.shape(0)]
    }

    // The gradient passes where nothing was clipped; elsewhere it belongs to the bound. TF: `_ClipByValueGrad`.
    public static let gradient = GradientRule<ClipByValue>.differentiable { _, context in
        let (x, low, high) = (context.inputs[0], context.inputs[1], context.inputs[2])
        let gradient = context.outputGradient()
        let zeros = gradient.zerosLike()
        let (isLow, isHigh) = (x.isLess(than: low), x.isGreater(than: high))
        let ofX = select(isLow.logicalOr(isHigh), then: zeros, else: gradient)
        let ofLow = context.summingBroadcast(x, low, nil, select(isLow, then: gradient, else: zeros)).y
        let ofHigh = context.summingBroadcast(x, high, nil, select(isHigh, then: gradient, else: zeros)).y
        return [ofX, ofLow, ofHigh]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let count = context.inputs[0].count
        for index in 1...2
        where context.inputs[index].count != 1 && context.inputs[index].dimensions != context.inputs[0].dimensions {
            throw OperationError(
                "a bound \(Shape(context.inputs[index].dimensions)) does not fit \(Shape(context.inputs[0].dimensions))"
            )
        }
        let (lowStep, highStep) = (context.inputs[1].count == 1 ? 0 : 1, context.inputs[2].count == 1 ? 0 : 1)
        func kernel<Element: NumericElement>(_: Element.Type) -> Kernel {
            Kernel(operationCount: 2 * count) { arguments in
                let (input, output) = (arguments.input(0, as: Element.self), arguments.output(0, as: Element.self))
                let (low, high) = (arguments.input(1, as: Element.self), arguments.input(2, as: Element.self))
                for index in 0..<count {
                    let (value, least, most) = (input[index], low[index * lowStep], high[index * highStep])
                    // A NaN stays: it is less than no bound, and greater than none.
                    output[index] = value < least ? least : value > most ? most : value
                }
            }
        }
        switch context.inputs[0].dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        case .int32: return kernel(Int32.self)
        case .int64: return kernel(Int64.self)
        case let dtype: return try kernel(dtype.requireNumeric())
        }
    }
}
