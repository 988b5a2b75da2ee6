public import AdjointCore

/// A list without its last element, in O(its length), and that element. TF: `TensorListPopBack`.
public struct TensorListPopBack: OperationDefinition {
    public static let type = "TensorListPopBack"
    public static let signature = OperationSignature(
        inputs: [.tensor("input_handle", .variant), .tensor("element_shape", .int32)],
        outputs: [.tensor("output_handle", .variant), .tensor("tensor", "element_dtype")])
    public static let attributes: [AttributeKey<TensorListPopBack>] = [
        .type("element_dtype", \.elementType, required: true)
    ]

    /// The element type.
    public var elementType = DType.float32

    public init() {}

    /// The op for elements of that type.
    public init(_ elementType: DType) { self.elementType = elementType }

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar, context.elementShape(1)] }

    public static let gradient = GradientRule<TensorListPopBack>.differentiable { definition, context in
        let graph = context.graph
        let list =
            context.outputGradients[0]
            ?? graph.addTensor(
                EmptyTensorList(definition.elementType),
                inputs: [
                    graph.addTensor(TensorListElementShape(.int32), inputs: [context.outputs[0]]),
                    graph.constant(Int32(-1)),
                ])
        let element = context.outputGradients[1] ?? context.outputs[1].zerosLike()
        return [graph.addTensor(TensorListPushBack(), inputs: [list, element]), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (elementType, shape) = (elementType, context.inputs[1])
        return Kernel { arguments in
            let list = try arguments.list(of: elementType)
            guard !list.elements.isEmpty else { throw OperationError("the list is empty") }
            let last = try list.element(list.elements.count - 1, shape: arguments.elementShape(1, shape))
            arguments.setOutput(0, NDArray(try list.with(Array(list.elements.dropLast()))))
            arguments.setOutput(1, last)
        }
    }
}
