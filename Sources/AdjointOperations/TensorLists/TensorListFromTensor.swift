public import AdjointCore

/// The rows of a tensor as a list. TF: `TensorListFromTensor`.
public struct TensorListFromTensor: OperationDefinition {
    public static let type = "TensorListFromTensor"
    public static let signature = OperationSignature(
        inputs: [.tensor("tensor", "element_dtype"), .tensor("element_shape", "shape_type", in: .index)],
        outputs: [.tensor("output_handle", .variant)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<TensorListFromTensor>.differentiable { _, context in
        let (graph, value) = (context.graph, context.inputs[0])
        let shape = value.shapeTensor().sliced(begin: [1], size: [-1])
        var stack = TensorListStack(value.dtype)
        if let count = value.shape.partialDimensions?.first ?? nil { stack.count = count }
        return [graph.addTensor(stack, inputs: [context.outputGradient(), shape]), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (value, shape) = (context.inputs[0], context.inputs[1])
        guard let count = value.dimensions.first else {
            throw OperationError("a scalar has no rows to make a list of")
        }
        return Kernel { arguments in
            let elementShape = try arguments.elementShape(1, shape)
            let rows = Shape(Array(value.dimensions.dropFirst()))
            guard elementShape.isCompatible(with: rows) else {
                throw OperationError("the rows are \(rows), where \(elementShape) is wanted")
            }
            arguments.setList(
                try ListOfTensors(
                    value.dtype, elementShape: elementShape,
                    elements: (0..<count).map { arguments.row($0, of: 0, value) }))
        }
    }
}
