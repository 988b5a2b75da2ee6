public import AdjointCore

/// A list of so many elements: the first ones, or all and some that are not set. TF: `TensorListResize`.
public struct TensorListResize: OperationDefinition {
    public static let type = "TensorListResize"
    public static let signature = OperationSignature(
        inputs: [.tensor("input_handle", .variant), .tensor("size", .int32)],
        outputs: [.tensor("output_handle", .variant)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<TensorListResize>.differentiable { _, context in
        let length = context.graph.addTensor(TensorListLength(), inputs: [context.inputs[0]])
        return [context.graph.addTensor(TensorListResize(), inputs: [context.outputGradient(), length]), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try context.checkScalar(1)
        return Kernel { arguments in
            arguments.setList(try arguments.list().resized(to: arguments.index(1)))
        }
    }
}
