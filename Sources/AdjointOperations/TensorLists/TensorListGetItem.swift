public import AdjointCore

/// An element of a list; zeros where none was set. TF: `TensorListGetItem`.
public struct TensorListGetItem: OperationDefinition {
    public static let type = "TensorListGetItem"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input_handle", .variant), .tensor("index", .int32), .tensor("element_shape", "Tshape", in: .index),
        ], outputs: [.tensor("item", "element_dtype")])
    public static let attributes: [AttributeKey<TensorListGetItem>] = [
        .type("element_dtype", \.elementType, required: true)
    ]

    /// The element type.
    public var elementType = DType.float32

    public init() {}

    /// The op for elements of that type.
    public init(_ elementType: DType) { self.elementType = elementType }

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.elementShape(2)] }

    public static let gradient = GradientRule<TensorListGetItem>.differentiable { definition, context in
        let (graph, list) = (context.graph, context.inputs[0])
        let zeros = graph.addTensor(
            TensorListReserve(definition.elementType),
            inputs: [
                graph.addTensor(TensorListElementShape(.int32), inputs: [list]),
                graph.addTensor(TensorListLength(), inputs: [list]),
            ])
        let gradient = graph.addTensor(
            TensorListSetItem(), inputs: [zeros, context.inputs[1], context.outputGradient()])
        return [gradient, nil, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try context.checkScalar(1)
        let (elementType, shape) = (elementType, context.inputs[2])
        return Kernel { arguments in
            let list = try arguments.list(of: elementType)
            arguments.setOutput(
                0, try list.element(arguments.index(1), shape: arguments.elementShape(2, shape)))
        }
    }
}
