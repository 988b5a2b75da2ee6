public import AdjointCore
import AdjointKernels

/// Elements of `t` where the condition holds, of `e` elsewhere; all three broadcast. TF: `SelectV2`.
public struct SelectV2: OperationDefinition {
    public static let type = "SelectV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("condition", .bool), .tensor("t"), .tensor("e")], outputs: [.tensor("output")])

    public init() {}

    public var traits: OperationTraits { .selection }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let (condition, left, right) = (context.shape(0), context.shape(1), context.shape(2))
        guard let values = Shape.broadcast(left, right), let shape = Shape.broadcast(condition, values) else {
            throw OperationError("shapes do not broadcast: condition \(condition), values \(left) and \(right)")
        }
        return [shape]
    }

    // TF: `_SelectGradV2`.
    public static let gradient = GradientRule<SelectV2>.differentiable { _, context in
        let (condition, gradient) = (context.inputs[0], context.outputGradient())
        let zero = context.graph.constant(NDArray(0, dtype: gradient.dtype), name: "zeros")
        let left = select(condition, then: gradient, else: zero)
        let right = select(condition, then: zero, else: gradient)
        let output = context.outputs[0]
        return [
            nil, context.summingBroadcast(context.inputs[1], output, left, nil).x,
            context.summingBroadcast(context.inputs[2], output, right, nil).x,
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try selectionKernel(context, conditionDimensions: context.inputs[0].dimensions)
    }
}

/// Elements of `x` where the condition holds, of `y` elsewhere.
///
/// condition: boolean; x, y: one element type, any but string. All three broadcast. TF: `tf.where_v2`.
public func select(
    _ condition: Tensor, then x: Tensor, else y: Tensor, name: String? = nil, file: StaticString = #fileID,
    line: UInt = #line
) -> Tensor {
    x.graph.addTensor(SelectV2(), inputs: [condition, x, y], name: name, site: CreationSite(file, line))
}

/// Elements of `x` where the condition holds, the number elsewhere, converted to the element type of `x`.
/// TF: `tf.where_v2`.
public func select(
    _ condition: Tensor, then x: Tensor, else y: some TensorScalar, name: String? = nil, file: StaticString = #fileID,
    line: UInt = #line
) -> Tensor {
    guard x.isValid else { return x }
    return x.graph.combining(
        y, with: x, as: "e", of: SelectV2.type, name: name ?? SelectV2.type,
        site: CreationSite(file, line)
    ) { constant, name in
        select(condition, then: x, else: constant, name: name, file: file, line: line)
    }
}

/// The number where the condition holds, converted to the element type of `y`, elements of `y` elsewhere.
/// TF: `tf.where_v2`.
public func select(
    _ condition: Tensor, then x: some TensorScalar, else y: Tensor, name: String? = nil, file: StaticString = #fileID,
    line: UInt = #line
) -> Tensor {
    guard y.isValid else { return y }
    return y.graph.combining(
        x, with: y, as: "t", of: SelectV2.type, name: name ?? SelectV2.type,
        site: CreationSite(file, line)
    ) { constant, name in
        select(condition, then: constant, else: y, name: name, file: file, line: line)
    }
}
