import AdjointCore
import AdjointFormats

/// An op that writes sparse tensors as strings: three serialized `TensorProto` messages for each, of indices, values and
/// shape.
protocol SparseSerialization: OperationDefinition {
    /// What serialized tensors are; strings alone are available.
    var outputType: DType { get set }
}

extension OperationSignature {
    static let sparseSerialization = OperationSignature(
        inputs: [
            .tensor("sparse_indices", .int64), .tensor("sparse_values", in: [.numeric, DTypeSet(.bool, .string)]),
            .tensor("sparse_shape", .int64),
        ], outputs: [.tensor("serialized_sparse", "out_type", in: DTypeSet(.string))])
}

extension SparseSerialization {
    public static var gradient: GradientRule<Self> { .notDifferentiable(reason: "strings have no derivative") }

    /// Checks the shapes of the inputs and gives that of the indices.
    func sparseShape(_ context: ShapeContext) throws -> Shape {
        _ = try context.shape(1, rank: 1, role: "sparse_values")
        _ = try context.shape(2, rank: 1, role: "sparse_shape")
        return try context.shape(0, rank: 2, role: "sparse_indices")
    }

    /// The number of elements and of dimensions.
    func sparseExtents(_ context: borrowing BindingContext) throws -> (count: Int, rank: Int) {
        let indices = context.inputs[0].dimensions
        guard context.inputs[1].count == indices[0], context.inputs[2].count == indices[1] else {
            throw OperationError("indices \(Shape(indices)) do not fit the other inputs")
        }
        return (indices[0], indices[1])
    }
}

/// An op that reads sparse tensors from strings, three for each in the last dimension, and puts those of the other dimensions
/// together. Where their shapes differ, each extent is the greatest.
protocol SparseDeserialization: OperationDefinition {
    /// The values' element type.
    var dtype: DType { get set }
}

extension SparseDeserialization {
    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { try deserializedShapes(context) }

    /// The inferred shapes of indices, values and shape, which depend on what the strings hold.
    func deserializedShapes(_ context: ShapeContext) throws -> [Shape] {
        if let sizes = context.shape(0).partialDimensions {
            guard let last = sizes.last, last ?? 3 == 3 else {
                throw OperationError("a tensor is three strings, not \(context.shape(0))")
            }
        }
        return [[nil, nil], [nil], [nil]]
    }

    public static var gradient: GradientRule<Self> { .notDifferentiable(reason: "strings have no derivative") }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (dtype, dimensions) = (dtype, context.inputs[0].dimensions)
        guard dimensions.last == 3, !dimensions.contains(0) else {
            throw OperationError("a tensor is three strings, not \(Shape(dimensions))")
        }
        let outer = Array(dimensions.dropLast())
        let strides = contiguousStrides(outer)
        return Kernel { arguments in
            let strings = arguments.input(0, as: TensorString.self)
            var decoder = TensorDecoder()
            var (indices, parts, extents): ([Int64], [NDArray], [Int64]?) = ([], [], nil)
            for tensor in 0..<outer.reduce(1, *) {
                let places = try decoder.array(strings[3 * tensor], .int64)
                let values = try decoder.array(strings[3 * tensor + 1], dtype)
                let shape = try decoder.array(strings[3 * tensor + 2], .int64)
                guard places.rank == 2, shape.dimensions == [places.dimensions[1]],
                    values.dimensions == [places.dimensions[0]]
                else {
                    throw OperationError(
                        "indices \(places.shape), values \(values.shape) and shape \(shape.shape) do not fit")
                }
                let own = try shape.scalars(as: Int64.self)
                guard extents?.count ?? own.count == own.count else {
                    throw OperationError("tensors of the ranks \(extents?.count ?? 0) and \(own.count) do not fit")
                }
                extents = zip(extents ?? own, own).map { max($0, $1) }
                let prefix = outer.indices.map { Int64(tensor / strides[$0] % outer[$0]) }
                let coordinates = try places.scalars(as: Int64.self)
                for element in 0..<values.count {
                    indices += prefix + coordinates[element * own.count..<(element + 1) * own.count]
                }
                parts.append(values)
            }
            let (count, shape) = (parts.reduce(0) { $0 + $1.count }, outer.map { Int64($0) } + (extents ?? []))
            arguments.setOutput(0, NDArray(indices, dimensions: [count, shape.count]))
            arguments.setOutput(1, NDArray(joining: parts, dimensions: [count]))
            arguments.setOutput(2, NDArray(shape))
        }
    }
}
