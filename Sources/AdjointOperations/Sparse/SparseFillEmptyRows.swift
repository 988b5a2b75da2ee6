public import AdjointCore

/// A sparse matrix in which every empty row got one element of a default value. TF: `SparseFillEmptyRows`.
///
/// indices: `[n, rank]`; values: `[n]`; dense_shape: `[rank]`; default_value: a scalar. Results: indices, values, whether
/// each row was empty, and where each element went.
public struct SparseFillEmptyRows: OperationDefinition {
    public static let type = "SparseFillEmptyRows"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("indices", .int64), .tensor("values"), .tensor("dense_shape", .int64), .tensor("default_value"),
        ],
        outputs: [
            .tensor("output_indices", .int64), .tensor("output_values"), .tensor("empty_row_indicator", .bool),
            .tensor("reverse_index_map", .int64),
        ])

    public init() {}

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let indices = try context.shape(0, rank: 2, role: "indices")
        let values = try context.shape(1, rank: 1, role: "values")
        _ = try context.shape(2, rank: 1, role: "dense_shape")
        _ = try context.shape(3, rank: 0, role: "default_value")
        return [[nil, indices[1]], [nil], [context.integers(2)?.first], [indices[0] ?? values[0]]]
    }

    // TF: `_SparseFillEmptyRowsGrad`.
    public static let gradient = GradientRule<SparseFillEmptyRows>.differentiable { _, context in
        let gradients = context.graph.addTensors(
            SparseFillEmptyRowsGrad(), inputs: [context.outputs[3], context.outputGradient(1)], count: 2)
        return [nil, gradients[0], nil, gradients[1]]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (indices, values, shape) = (context.inputs[0], context.inputs[1], context.inputs[2])
        let (count, rank) = (indices.dimensions[0], indices.dimensions[1])
        guard values.count == count, shape.count == rank, rank > 0 else {
            throw OperationError("indices \(Shape(indices.dimensions)) do not fit \(values.count) values")
        }
        return Kernel { arguments in
            let coordinates = arguments.input(0, as: Int64.self)
            let extents = arguments.numbers(2, count: rank)
            guard let rows = extents.first, rows >= 0, rows <= 1 << 31 else {
                throw OperationError("dense_shape is \(extents)")
            }
            var lists = [[Int]](repeating: [], count: rows)
            for element in 0..<count {
                let row = Int(coordinates[element * rank])
                guard (0..<rows).contains(row) else { throw OperationError("element \(element) is in row \(row)") }
                lists[row].append(element)
            }
            var (newIndices, places): ([Int64], [Int?]) = ([], [])
            var map = [Int64](repeating: 0, count: count)
            for (row, list) in lists.enumerated() {
                for element in list {
                    map[element] = Int64(places.count)
                    places.append(element)
                    newIndices += (0..<rank).map { coordinates[element * rank + $0] }
                }
                if list.isEmpty {
                    places.append(nil)
                    newIndices += [Int64(row)] + Array(repeating: 0, count: rank - 1)
                }
            }
            let width = values.dtype.byteCount
            let newValues = NDArray(zeros: values.dtype, dimensions: [places.count])
            for (index, place) in places.enumerated() {
                let source = place.map { arguments.rawInput(1) + $0 * width } ?? arguments.rawInput(3)
                ElementCopy.copy(
                    values.dtype, from: source, to: newValues.storage.baseAddress + index * width, count: 1)
            }
            arguments.setOutput(0, NDArray(newIndices, dimensions: [places.count, rank]))
            arguments.setOutput(1, newValues)
            arguments.setOutput(2, NDArray(lists.map(\.isEmpty)))
            arguments.setOutput(3, NDArray(map))
        }
    }
}
