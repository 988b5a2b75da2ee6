public import AdjointCore

/// The rows of a tensor as a list of a length, whose indices are given. TF: `TensorListScatterV2`.
public struct TensorListScatterV2: OperationDefinition {
    public static let type = "TensorListScatterV2"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("tensor", "element_dtype"), .tensor("indices", .int32),
            .tensor("element_shape", "shape_type", in: .index), .tensor("num_elements", .int32),
        ], outputs: [.tensor("output_handle", .variant)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(1, rank: 1, role: "indices")
        return [.scalar]
    }

    // TF: `_TensorListScatterGrad`.
    public static let gradient = GradientRule<TensorListScatterV2>.differentiable { _, context in
        let (graph, value) = (context.graph, context.inputs[0])
        let shape = value.shapeTensor().sliced(begin: [1], size: [-1])
        let gradient = graph.addTensor(
            TensorListGather(value.dtype), inputs: [context.outputGradient(), context.inputs[1], shape])
        return [gradient, nil, nil, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (value, count, shape) = (context.inputs[0], context.inputs[1].count, context.inputs[2])
        try context.checkRows(of: 0, count)
        return Kernel { arguments in
            let indices = arguments.indices(1, count)
            let wanted = arguments.index(3)
            let length = wanted < 0 ? (indices.max() ?? -1) + 1 : wanted
            guard indices.allSatisfy({ $0 >= 0 && $0 < length }) else {
                throw OperationError("an index is not in a list of \(length) elements: \(indices)")
            }
            let list = try ListOfTensors(
                value.dtype, elementShape: arguments.elementShape(2, shape), count: max(length, 0))
            arguments.setList(try list.setting(arguments.rows(of: 0, value), at: indices))
        }
    }
}
