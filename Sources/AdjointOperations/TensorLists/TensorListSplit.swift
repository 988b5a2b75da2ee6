public import AdjointCore

/// Parts of a tensor, of the given extents along its first dimension, as a list. TF: `TensorListSplit`.
public struct TensorListSplit: OperationDefinition {
    public static let type = "TensorListSplit"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("tensor", "element_dtype"), .tensor("element_shape", "shape_type", in: .index),
            .tensor("lengths", .int64),
        ], outputs: [.tensor("output_handle", .variant)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    // TF: `_TensorListSplitGrad`.
    public static let gradient = GradientRule<TensorListSplit>.differentiable { _, context in
        let (graph, value) = (context.graph, context.inputs[0])
        let rest = value.shapeTensor().sliced(begin: [1], size: [-1])
        let shape = concatenate([graph.constant([Int32(-1)]), rest], axis: 0)
        let joined = graph.addTensors(
            TensorListConcatV2(value.dtype), inputs: [context.outputGradient(), shape, context.inputs[2]], count: 2)
        return [joined[0], nil, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (value, shape, count) = (context.inputs[0], context.inputs[1], context.inputs[2].count)
        guard let rows = value.dimensions.first else { throw OperationError("a scalar cannot be split") }
        return Kernel { arguments in
            let lengths = arguments.numbers(2, count: count)
            guard lengths.allSatisfy({ (0...rows).contains($0) }), lengths.reduce(0, +) == rows else {
                throw OperationError("the lengths \(lengths) do not add up to \(rows) rows")
            }
            var first = 0
            let parts = lengths.map { length in
                defer { first += length }
                return arguments.rows(
                    first, length, of: 0, value, dimensions: [length] + Array(value.dimensions.dropFirst()))
            }
            arguments.setList(
                try ListOfTensors(
                    value.dtype, elementShape: arguments.elementShape(1, shape), elements: parts))
        }
    }
}
