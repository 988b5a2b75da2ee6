public import AdjointCore
import AdjointFormats

/// The rows of a sparse tensor, each as three strings. TF: `SerializeManySparse`.
///
/// sparse_indices, sparse_values, sparse_shape: the tensor, of rank 2 or more, its first indices in order. The result is
/// `[rows, 3]`: serialized `TensorProto` messages.
public struct SerializeManySparse: SparseSerialization {
    public static let type = "SerializeManySparse"
    public static let signature = OperationSignature.sparseSerialization
    public static let attributes: [AttributeKey<SerializeManySparse>] = [.type("out_type", \.outputType)]

    /// What rows become; strings alone are available.
    public var outputType = DType.string

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        if let rank = try sparseShape(context)[1], rank < 2 {
            throw OperationError("a tensor of rank \(rank) has no sparse rows")
        }
        return [try Shape(checking: [context.integers(2)?.first, 3])]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (values, shape) = (context.inputs[1], try context.integers(2))
        let (count, rank) = try sparseExtents(context)
        guard rank > 1, let rowCount = shape.first, rowCount >= 0 else {
            throw OperationError("\(shape) is not the shape of rows")
        }
        return Kernel { arguments in
            let coordinates = arguments.input(0, as: Int64.self)
            var rows = [[Int]](repeating: [], count: rowCount)
            var last = 0
            for element in 0..<count {
                let row = Int(coordinates[element * rank])
                guard (last..<rowCount).contains(row) else {
                    throw OperationError("element \(element) is in row \(row), which is none or out of order")
                }
                rows[row].append(element)
                last = row
            }
            let target = arguments.output(0, as: TensorString.self)
            for (row, elements) in rows.enumerated() {
                let places = elements.flatMap { element in (1..<rank).map { coordinates[element * rank + $0] } }
                let parts = [
                    NDArray(places, dimensions: [elements.count, rank - 1]),
                    values.gathered(arguments.rawInput(1), elements, dimensions: [elements.count]),
                    NDArray(shape.dropFirst().map { Int64($0) }),
                ]
                for (index, part) in parts.enumerated() {
                    target[3 * row + index] = TensorString(bytes: TensorProto(contentOf: part).serialized())
                }
            }
        }
    }
}
