public import AdjointCore

/// The elements of a list, all of one shape, stacked: `[length, element…]`. TF: `TensorListStack`.
public struct TensorListStack: OperationDefinition {
    public static let type = "TensorListStack"
    public static let signature = OperationSignature(
        inputs: [.tensor("input_handle", .variant), .tensor("element_shape", .int32)],
        outputs: [.tensor("tensor", "element_dtype")])
    public static let attributes: [AttributeKey<TensorListStack>] = [
        .type("element_dtype", \.elementType, required: true), .int("num_elements", \.count),
    ]

    /// The element type.
    public var elementType = DType.float32
    /// How many elements there must be, -1 for any number.
    public var count = -1

    public init() {}

    /// The op for elements of that type.
    public init(_ elementType: DType) { self.elementType = elementType }

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let element = context.elementShape(1).partialDimensions else { return [.unknown] }
        return [Shape([count < 0 ? nil : count] + element)]
    }

    public static let gradient = GradientRule<TensorListStack>.differentiable { _, context in
        let gradient = context.outputGradient()
        let shape = gradient.shapeTensor().sliced(begin: [1], size: [-1])
        return [context.graph.addTensor(TensorListFromTensor(), inputs: [gradient, shape]), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (elementType, shape, count) = (elementType, context.inputs[1], count)
        return Kernel { arguments in
            let list = try arguments.list(of: elementType)
            guard count < 0 || count == list.elements.count else {
                throw OperationError("the list has \(list.elements.count) elements, where \(count) are wanted")
            }
            arguments.setOutput(
                0, try list.stacked(Array(list.elements.indices), shape: arguments.elementShape(1, shape)))
        }
    }
}
