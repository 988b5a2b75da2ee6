public import AdjointCore

/// Elements of a list, all of one shape, stacked: `[indices, element…]`. TF: `TensorListGather`.
public struct TensorListGather: OperationDefinition {
    public static let type = "TensorListGather"
    public static let signature = OperationSignature(
        inputs: [.tensor("input_handle", .variant), .tensor("indices", .int32), .tensor("element_shape", .int32)],
        outputs: [.tensor("values", "element_dtype")])
    public static let attributes: [AttributeKey<TensorListGather>] = [
        .type("element_dtype", \.elementType, required: true)
    ]

    /// The element type.
    public var elementType = DType.float32

    public init() {}

    /// The op for elements of that type.
    public init(_ elementType: DType) { self.elementType = elementType }

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let indices = try context.shape(1, rank: 1, role: "indices")
        guard let element = context.elementShape(2).partialDimensions else { return [.unknown] }
        return [Shape([indices[0]] + element)]
    }

    // TF: `_TensorListGatherGrad`.
    public static let gradient = GradientRule<TensorListGather>.differentiable { definition, context in
        let (graph, gradient) = (context.graph, context.outputGradient())
        let shape = gradient.shapeTensor().sliced(begin: [1], size: [-1])
        let zeros = graph.addTensor(
            TensorListReserve(definition.elementType),
            inputs: [shape, graph.addTensor(TensorListLength(), inputs: [context.inputs[0]])])
        let list = graph.addTensor(
            TensorListScatterIntoExistingList(), inputs: [zeros, gradient, context.inputs[1]])
        return [list, nil, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (elementType, count, shape) = (elementType, context.inputs[1].count, context.inputs[2])
        return Kernel { arguments in
            let list = try arguments.list(of: elementType)
            let indices = (0..<count).map { Int(arguments.input(1, as: Int32.self)[$0]) }
            arguments.setOutput(0, try list.stacked(indices, shape: arguments.elementShape(2, shape)))
        }
    }
}
