public import AdjointCore

/// A sparse tensor split along a dimension. TF: `SparseSplit`.
///
/// split_dim: a scalar; indices, values, shape: the tensor. Results: indices of all parts, values of all, shapes of all. Where
/// the extent does not divide, the first parts are one longer.
public struct SparseSplit: OperationDefinition {
    public static let type = "SparseSplit"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("split_dim", .int64), .tensor("indices", .int64), .tensor("values"), .tensor("shape", .int64),
        ],
        outputs: [
            .list("output_indices", .int64, count: "num_split"), .list("output_values", count: "num_split"),
            .list("output_shape", .int64, count: "num_split"),
        ])
    public static let attributes: [AttributeKey<SparseSplit>] = [.int("num_split", \.count, required: true)]

    /// The number of parts.
    public var count = 1

    public init() {}

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard count > 0 else { throw OperationError("a tensor cannot be split into \(count) parts") }
        let rank = try context.shape(1, rank: 2, role: "indices")[1] ?? context.shape(3)[0]
        let (indices, values, shapes): (Shape, Shape, Shape) = ([nil, rank], [nil], [rank])
        return [indices, values, shapes].flatMap { Array(repeating: $0, count: count) }
    }

    public static let gradient = GradientRule<SparseSplit>.notDifferentiable(reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (indices, values, parts) = (context.inputs[1], context.inputs[2], count)
        let (elementCount, rank) = (indices.dimensions[0], indices.dimensions[1])
        guard values.count == elementCount, context.inputs[3].count == rank else {
            throw OperationError("indices \(Shape(indices.dimensions)) do not fit the other inputs")
        }
        return Kernel { arguments in
            let coordinates = arguments.input(1, as: Int64.self)
            let shape = arguments.numbers(3, count: rank)
            let axis = try Axes.resolve(arguments.numbers(0, count: 1)[0], rank: rank)
            guard shape.allSatisfy({ $0 >= 0 }), parts <= shape[axis] else {
                throw OperationError("dimension \(axis) of \(shape) does not have \(parts) parts")
            }
            let (extent, longer) = shape[axis].quotientAndRemainder(dividingBy: parts)
            var start = 0
            for part in 0..<parts {
                let end = start + extent + (part < longer ? 1 : 0)
                let places = (0..<elementCount).filter {
                    (start..<end).contains(Int(coordinates[$0 * rank + axis]))
                }
                let own = places.flatMap { place in
                    (0..<rank).map { coordinates[place * rank + $0] - ($0 == axis ? Int64(start) : 0) }
                }
                var extents = shape.map { Int64($0) }
                extents[axis] = Int64(end - start)
                arguments.setOutput(part, NDArray(own, dimensions: [places.count, rank]))
                arguments.setOutput(
                    parts + part, values.gathered(arguments.rawInput(2), places, dimensions: [places.count]))
                arguments.setOutput(2 * parts + part, NDArray(extents))
                start = end
            }
        }
    }
}
