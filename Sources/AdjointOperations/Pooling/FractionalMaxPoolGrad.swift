public import AdjointCore

/// The gradient of ``FractionalMaxPool``: that of each region goes to its first largest element.
/// TF: `FractionalMaxPoolGrad`.
///
/// orig_input: `[batch, height, width, channels]`; orig_output, out_backprop: as the pooled images; row_pooling_sequence,
/// col_pooling_sequence: int64, where the regions begin.
public struct FractionalMaxPoolGrad: OperationDefinition {
    public static let type = "FractionalMaxPoolGrad"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("orig_input", in: fractionalTypes), .tensor("orig_output", in: fractionalTypes),
            .tensor("out_backprop", in: fractionalTypes), .tensor("row_pooling_sequence", .int64),
            .tensor("col_pooling_sequence", .int64),
        ],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<FractionalMaxPoolGrad>] = [.bool("overlapping", \.isOverlapping)]

    /// Whether a region has its last row and column in common with the next.
    public var isOverlapping = false

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let input = try context.shape(0, rank: 4, role: "orig_input")
        guard let pooled = context.shape(1).merged(with: context.shape(2))?.merged(with: Shape(rank: 4)) else {
            throw OperationError("the results and their gradient differ: \(context.shape(1)) and \(context.shape(2))")
        }
        guard pooled.isCompatible(with: [input[0], nil, nil, input[3]]) else {
            throw OperationError("images \(input) are not pooled to \(pooled)")
        }
        return [input]
    }

    public static let gradient = GradientRule<FractionalMaxPoolGrad>.notDifferentiable(
        reason: "its second order is missing, as in TensorFlow")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Element: NumericElement>(_: Element.Type) throws -> Kernel {
            let count = context.inputs[0].count
            let places = try FractionalPlaces(
                context, images: context.inputs[0].dimensions, gradient: 2, isOverlapping: isOverlapping)
            return Kernel(operationCount: count) { arguments in
                let regions = try places.regions(arguments, first: 3)
                let (value, gradient) = (arguments.input(0, as: Element.self), arguments.input(2, as: Element.self))
                let output = arguments.output(0, as: Element.self)
                let pooled = arguments.input(1, as: Element.self)
                output.update(repeating: Element.zeroElement, count: count)
                var isConsistent = true
                regions.forEach { index, elements in
                    let place = firstLargest(value, elements)
                    isConsistent = isConsistent && (pooled[index] == value[place] || pooled[index] != pooled[index])
                    output[place] = Element.sum(output[place], gradient[index])
                }
                guard isConsistent else {
                    throw OperationError(
                        "orig_output does not hold the largest elements of these regions of orig_input")
                }
            }
        }
        switch context.inputs[0].dtype {
        case .float32: return try kernel(Float.self)
        case .float64: return try kernel(Double.self)
        case .int32: return try kernel(Int32.self)
        case .int64: return try kernel(Int64.self)
        case let dtype: return try kernel(dtype.requireNumeric())
        }
    }
}
