public import AdjointCore

/// The elements of a list joined along their first dimension, and their extents there. TF: `TensorListConcatV2`.
///
/// leading_dims: the extents of elements that were not set.
public struct TensorListConcatV2: OperationDefinition {
    public static let type = "TensorListConcatV2"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input_handle", .variant), .tensor("element_shape", "shape_type", in: .index),
            .tensor("leading_dims", .int64),
        ], outputs: [.tensor("tensor", "element_dtype"), .tensor("lengths", .int64)])
    public static let attributes: [AttributeKey<TensorListConcatV2>] = [
        .type("element_dtype", \.elementType, required: true)
    ]

    /// The element type.
    public var elementType = DType.float32

    public init() {}

    /// The op for elements of that type.
    public init(_ elementType: DType) { self.elementType = elementType }

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let element = context.elementShape(1).partialDimensions
        return [element.map { Shape([nil] + $0.dropFirst()) } ?? .unknown, [nil]]
    }

    // TF: `_TensorListConcatGrad`.
    public static let gradient = GradientRule<TensorListConcatV2>.differentiable { _, context in
        let shape = context.graph.addTensor(TensorListElementShape(.int32), inputs: [context.inputs[0]])
        let list = context.graph.addTensor(
            TensorListSplit(), inputs: [context.outputGradient(), shape, context.outputs[1]])
        return [list, nil, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (elementType, shape, leadingCount) = (elementType, context.inputs[1], context.inputs[2].count)
        return Kernel { arguments in
            let list = try arguments.list(of: elementType)
            let stated = try arguments.elementShape(1, shape)
            let leading = arguments.numbers(2, count: leadingCount)
            let arrays = try list.elements.indices.map { index in
                guard list.elements[index] == nil, index < leading.count,
                    let rest = (list.elementShape.merged(with: stated) ?? stated).partialDimensions?.dropFirst()
                else { return try list.element(index, shape: stated) }
                return try list.element(index, shape: Shape([leading[index]] + rest))
            }
            guard let first = arrays.first else {
                guard let rest = stated.partialDimensions?.dropFirst(), !rest.contains(nil) else {
                    throw OperationError("the list is empty, and the shape of its elements is not known")
                }
                arguments.setOutput(0, NDArray(zeros: elementType, dimensions: [0] + rest.compactMap { $0 }))
                return arguments.setOutput(1, NDArray([Int64]()))
            }
            for array in arrays
            where array.rank == 0 || array.dimensions.dropFirst() != first.dimensions.dropFirst() {
                throw OperationError("elements of the shapes \(first.shape) and \(array.shape) cannot be joined")
            }
            let lengths = arrays.map { Int64($0.dimensions[0]) }
            let dimensions = [Int(lengths.reduce(0, +))] + Array(first.dimensions.dropFirst())
            arguments.setOutput(0, NDArray(joining: arrays, dimensions: dimensions))
            arguments.setOutput(1, NDArray(lengths))
        }
    }
}
