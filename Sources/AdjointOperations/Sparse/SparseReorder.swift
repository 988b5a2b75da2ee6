public import AdjointCore

/// The elements of a sparse tensor in the order of their coordinates. TF: `SparseReorder`.
public struct SparseReorder: OperationDefinition {
    public static let type = "SparseReorder"
    public static let signature = OperationSignature(
        inputs: [.tensor("input_indices", .int64), .tensor("input_values"), .tensor("input_shape", .int64)],
        outputs: [.tensor("output_indices", .int64), .tensor("output_values")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let indices = try context.shape(0, rank: 2, role: "input_indices")
        return [indices, try context.shape(1, rank: 1, role: "input_values")]
    }

    // TF: `_SparseReorderGrad`.
    public static let gradient = GradientRule<SparseReorder>.differentiable { _, context in
        let (indices, graph) = (context.inputs[0], context.graph)
        let entries = graph.range(to: indices.shapeTensor()[0])
        let ordered = graph.addTensors(
            SparseReorder(), inputs: [indices, entries, context.inputs[2]], count: 2)
        return [nil, context.outputGradient(1).gathered(at: ordered[1].invertedPermutation()), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (indices, values) = (context.inputs[0], context.inputs[1])
        let (count, rank) = (indices.dimensions[0], indices.dimensions[1])
        guard values.count == count else { throw OperationError("\(count) indices for \(values.count) values") }
        let width = values.dtype.byteCount
        return Kernel { arguments in
            let coordinates = arguments.input(0, as: Int64.self)
            let order = (0..<count).sorted { left, right in
                for axis in 0..<rank {
                    let (a, b) = (coordinates[left * rank + axis], coordinates[right * rank + axis])
                    if a != b { return a < b }
                }
                return left < right
            }
            for (index, place) in order.enumerated() {
                (arguments.output(0, as: Int64.self) + index * rank).update(
                    from: coordinates + place * rank, count: rank)
                ElementCopy.copy(
                    values.dtype, from: arguments.rawInput(1) + place * width,
                    to: arguments.rawOutput(1) + index * width, count: 1)
            }
        }
    }
}
