public import AdjointCore

/// Sparse tensors joined along a dimension. TF: `SparseConcat`.
///
/// indices, values, shapes: those of the parts, each list in turn.
public struct SparseConcat: OperationDefinition {
    public static let type = "SparseConcat"
    public static let signature = OperationSignature(
        inputs: [.list("indices", .int64), .list("values"), .list("shapes", .int64)],
        outputs: [.tensor("output_indices", .int64), .tensor("output_values"), .tensor("output_shape", .int64)])
    public static let attributes: [AttributeKey<SparseConcat>] = [.int("concat_dim", \.axis, required: true)]

    /// The dimension; negative ones count from the end.
    public var axis = 0

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let parts = context.inputs.count / 3
        var (count, rank): (Int?, Int?) = (0, nil)
        for part in 0..<parts {
            let indices = try context.shape(part, rank: 2, role: "indices")
            count = count.flatMap { sum in indices[0].map { sum + $0 } }
            rank = rank ?? indices[1]
        }
        return [[count, rank], [count], [rank]]
    }

    public static let gradient = GradientRule<SparseConcat>.notDifferentiable(reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let parts = context.inputs.count / 3
        let (inputs, rank) = (context.inputs, context.outputs[2].count)
        let counts = (0..<parts).map { inputs[$0].dimensions[0] }
        let axis = try Axes.resolve(axis, rank: rank)
        for part in 0..<parts {
            guard inputs[part].dimensions == [counts[part], rank], inputs[parts + part].count == counts[part],
                inputs[2 * parts + part].count == rank
            else { throw OperationError("indices, values and shape of part \(part) do not fit") }
        }
        let dtype = inputs[parts].dtype
        return Kernel { arguments in
            var (extents, elements): ([Int], [(key: [Int], part: Int, place: Int)]) = ([], [])
            for part in 0..<parts {
                let shape = arguments.numbers(2 * parts + part, count: rank)
                let offset = extents.isEmpty ? 0 : extents[axis]
                if extents.isEmpty {
                    extents = shape
                } else {
                    guard (0..<rank).allSatisfy({ $0 == axis || extents[$0] == shape[$0] }) else {
                        throw OperationError("part \(part) is of shape \(shape), others are of \(extents)")
                    }
                    extents[axis] += shape[axis]
                }
                let indices = arguments.input(part, as: Int64.self)
                for place in 0..<counts[part] {
                    var key = (0..<rank).map { Int(indices[place * rank + $0]) }
                    key[axis] += offset
                    elements.append((key, part, place))
                }
            }
            // The parts' elements are each in order; so is the result.
            let order = elements.indices.sorted { left, right in
                let (a, b) = (elements[left].key, elements[right].key)
                return a == b ? left < right : a.lexicographicallyPrecedes(b)
            }
            for (index, element) in order.enumerated() {
                let element = elements[element]
                for axis in 0..<rank {
                    arguments.output(0, as: Int64.self)[index * rank + axis] = Int64(element.key[axis])
                }
                ElementCopy.copy(
                    dtype, from: arguments.rawInput(parts + element.part) + element.place * dtype.byteCount,
                    to: arguments.rawOutput(1) + index * dtype.byteCount, count: 1)
            }
            for axis in 0..<rank { arguments.output(2, as: Int64.self)[axis] = Int64(extents[axis]) }
        }
    }
}
