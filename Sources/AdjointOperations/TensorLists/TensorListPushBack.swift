public import AdjointCore

/// A list with one more element, in O(its length). TF: `TensorListPushBack`.
public struct TensorListPushBack: OperationDefinition {
    public static let type = "TensorListPushBack"
    public static let signature = OperationSignature(
        inputs: [.tensor("input_handle", .variant), .tensor("tensor", "element_dtype")],
        outputs: [.tensor("output_handle", .variant)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<TensorListPushBack>.differentiable { _, context in
        let value = context.inputs[1]
        let popped = context.graph.addTensors(
            TensorListPopBack(value.dtype), inputs: [context.outputGradient(), value.shapeTensor()], count: 2)
        return [popped[0], popped[1]]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let operand = context.inputs[1]
        return Kernel { arguments in
            arguments.setList(try arguments.list().appending(arguments.copy(of: 1, operand)))
        }
    }
}
