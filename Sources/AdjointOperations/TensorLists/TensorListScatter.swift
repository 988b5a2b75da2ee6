public import AdjointCore

/// The rows of a tensor as a list whose indices are given. TF: `TensorListScatter`.
public struct TensorListScatter: OperationDefinition {
    public static let type = "TensorListScatter"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("tensor", "element_dtype"), .tensor("indices", .int32),
            .tensor("element_shape", "shape_type", in: .index),
        ], outputs: [.tensor("output_handle", .variant)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(1, rank: 1, role: "indices")
        return [.scalar]
    }

    // TF: `_TensorListScatterGrad`.
    public static let gradient = GradientRule<TensorListScatter>.differentiable { _, context in
        let (graph, value) = (context.graph, context.inputs[0])
        let shape = value.shapeTensor().sliced(begin: [1], size: [-1])
        let gradient = graph.addTensor(
            TensorListGather(value.dtype), inputs: [context.outputGradient(), context.inputs[1], shape])
        return [gradient, nil, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (value, count, shape) = (context.inputs[0], context.inputs[1].count, context.inputs[2])
        try context.checkRows(of: 0, count)
        return Kernel { arguments in
            let indices = arguments.indices(1, count)
            let length = (indices.max() ?? -1) + 1
            let list = try ListOfTensors(
                value.dtype, elementShape: arguments.elementShape(2, shape), count: max(length, 0))
            arguments.setList(try list.setting(arguments.rows(of: 0, value), at: indices))
        }
    }
}
