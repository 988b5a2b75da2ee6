public import AdjointCore

/// The gradient of ``FractionalAvgPool``: each element of a region gets an equal share. TF: `FractionalAvgPoolGrad`.
///
/// orig_input_tensor_shape: int64 `[4]`; out_backprop: as the pooled images; row_pooling_sequence, col_pooling_sequence:
/// int64, where the regions begin.
public struct FractionalAvgPoolGrad: OperationDefinition {
    public static let type = "FractionalAvgPoolGrad"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("orig_input_tensor_shape", .int64), .tensor("out_backprop", in: fractionalTypes),
            .tensor("row_pooling_sequence", .int64), .tensor("col_pooling_sequence", .int64),
        ],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<FractionalAvgPoolGrad>] = [.bool("overlapping", \.isOverlapping)]

    /// Whether a region has its last row and column in common with the next.
    public var isOverlapping = false

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let pooled = try context.shape(1, rank: 4, role: "out_backprop")
        if let sizes = context.integers(0) {
            guard sizes.count == 4, sizes.allSatisfy({ $0 >= 0 }) else {
                throw OperationError("the shape of images holds four numbers, not \(sizes)")
            }
            _ = try checkedCount(sizes)
        }
        guard let images = context.partialShape(0).merged(with: [pooled[0], nil, nil, pooled[3]]) else {
            throw OperationError("images \(context.partialShape(0)) are not pooled to \(pooled)")
        }
        return [images]
    }

    public static let gradient = GradientRule<FractionalAvgPoolGrad>.notDifferentiable(
        reason: "its second order is missing, as in TensorFlow")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Element: NumericElement>(_: Element.Type) throws -> Kernel {
            let (images, count) = (context.outputs[0].dimensions, context.outputs[0].count)
            let places = try FractionalPlaces(context, images: images, gradient: 1, isOverlapping: isOverlapping)
            return Kernel(scratchByteCount: count * MemoryLayout<Double>.stride, operationCount: count) { arguments in
                let regions = try places.regions(arguments, first: 2)
                let sums = arguments.scratch.assumingMemoryBound(to: Double.self)
                let (gradient, output) = (arguments.input(1, as: Element.self), arguments.output(0, as: Element.self))
                sums.update(repeating: 0, count: count)
                regions.forEach { index, elements in
                    let share = gradient[index].doubleValue / Double(elements.count)
                    for place in elements { sums[place] += share }
                }
                for index in 0..<count { output[index] = Element(converting: sums[index]) }
            }
        }
        switch context.inputs[1].dtype {
        case .float32: return try kernel(Float.self)
        case .float64: return try kernel(Double.self)
        case .int32: return try kernel(Int32.self)
        case .int64: return try kernel(Int64.self)
        case let dtype: return try kernel(dtype.requireNumeric())
        }
    }
}
