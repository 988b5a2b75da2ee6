public import AdjointCore

/// A list with another element at an index, in O(its length). TF: `TensorListSetItem`.
public struct TensorListSetItem: OperationDefinition {
    public static let type = "TensorListSetItem"
    public static let signature = OperationSignature(
        inputs: [.tensor("input_handle", .variant), .tensor("index", .int32), .tensor("item", "element_dtype")],
        outputs: [.tensor("output_handle", .variant)])
    public static let attributes: [AttributeKey<TensorListSetItem>] = [.bool("resize_if_index_out_of_bounds", \.grows)]

    /// Whether an index beyond the end makes the list longer.
    public var grows = false

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<TensorListSetItem>.differentiable { _, context in
        let (graph, gradient) = (context.graph, context.outputGradient())
        let (index, item) = (context.inputs[1], context.inputs[2])
        let list = graph.addTensor(TensorListSetItem(), inputs: [gradient, index, item.zerosLike()])
        let element = graph.addTensor(TensorListGetItem(item.dtype), inputs: [gradient, index, item.shapeTensor()])
        let length = graph.addTensor(TensorListLength(), inputs: [context.inputs[0]])
        return [graph.addTensor(TensorListResize(), inputs: [list, length]), nil, element]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try context.checkScalar(1)
        let (operand, grows) = (context.inputs[2], grows)
        return Kernel { arguments in
            arguments.setList(
                try arguments.list().setting(
                    arguments.copy(of: 2, operand), at: arguments.index(1), grows: grows))
        }
    }
}
