public import AdjointCore

/// The part of a sparse tensor within a box. TF: `SparseSlice`.
///
/// indices, values, shape: the tensor; start, size: where the box begins and how large it is. Results: indices counted
/// from its beginning, values, and the box's extents within the tensor.
public struct SparseSlice: OperationDefinition {
    public static let type = "SparseSlice"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("indices", .int64), .tensor("values"), .tensor("shape", .int64), .tensor("start", .int64),
            .tensor("size", .int64),
        ],
        outputs: [.tensor("output_indices", .int64), .tensor("output_values"), .tensor("output_shape", .int64)])

    public init() {}

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let indices = try context.shape(0, rank: 2, role: "indices")
        return [[nil, indices[1]], [nil], try context.shape(2, rank: 1, role: "shape")]
    }

    // TF: `_SparseSliceGrad`.
    public static let gradient = GradientRule<SparseSlice>.differentiable { _, context in
        let gradient = context.graph.addTensor(
            SparseSliceGrad(),
            inputs: [context.outputGradient(1), context.inputs[0], context.inputs[3], context.outputs[0]])
        return [nil, gradient, nil, nil, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (indices, values) = (context.inputs[0], context.inputs[1])
        let (count, rank) = (indices.dimensions[0], indices.dimensions[1])
        guard values.count == count, (2...4).allSatisfy({ context.inputs[$0].count == rank }) else {
            throw OperationError("indices \(Shape(indices.dimensions)) do not fit the other inputs")
        }
        return Kernel { arguments in
            let coordinates = arguments.input(0, as: Int64.self)
            let shape = arguments.numbers(2, count: rank)
            let (start, size) = (arguments.numbers(3, count: rank), arguments.numbers(4, count: rank))
            guard start.allSatisfy({ $0 >= 0 }), size.allSatisfy({ $0 >= 0 }) else {
                throw OperationError("start and size must not be negative: \(start), \(size)")
            }
            let extents = (0..<rank).map { max(0, min(size[$0], shape[$0] - start[$0])) }
            let places = (0..<count).filter { element in
                (0..<rank).allSatisfy { axis in
                    let index = Int(coordinates[element * rank + axis]) - start[axis]
                    return index >= 0 && index < extents[axis]
                }
            }
            let taken = places.flatMap { place in
                (0..<rank).map { coordinates[place * rank + $0] - Int64(start[$0]) }
            }
            arguments.setOutput(0, NDArray(taken, dimensions: [places.count, rank]))
            arguments.setOutput(1, values.gathered(arguments.rawInput(1), places, dimensions: [places.count]))
            arguments.setOutput(2, NDArray(extents.map { Int64($0) }))
        }
    }
}
