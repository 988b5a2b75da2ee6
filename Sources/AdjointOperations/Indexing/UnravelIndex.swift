public import AdjointCore

/// The coordinates of elements of an array of given dimensions from their places in row-major order.
/// TF: `UnravelIndex`.
///
/// indices: a scalar, or a vector that is not empty; dims: a vector of positive numbers. Result: `[rank]` for a scalar,
/// `[rank, count]` for a vector. int32, int64.
public struct UnravelIndex: OperationDefinition {
    public static let type = "UnravelIndex"
    public static let signature = OperationSignature(
        inputs: [.tensor("indices", "Tidx", in: .index), .tensor("dims", "Tidx", in: .index)],
        outputs: [.tensor("output", "Tidx")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let rank = try context.shape(1, rank: 1, role: "dims")[0]
        let indices = context.shape(0)
        guard let indicesRank = indices.rank else { return [.unknown] }
        guard indicesRank <= 1 else {
            throw OperationError("indices must be a scalar or a vector, not of shape \(indices)")
        }
        return [indicesRank == 0 ? [rank] : [rank, indices[0]]]
    }

    public static let gradient = GradientRule<UnravelIndex>.stopsGradient(reason: "indices are integers")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Index: FixedWidthInteger & Sendable>(_: Index.Type) throws -> Kernel {
            let (count, rank) = (context.inputs[0].count, context.inputs[1].count)
            guard count > 0 else { throw OperationError("there are no indices") }
            return Kernel { arguments in
                let (indices, sizes) = (arguments.input(0, as: Index.self), arguments.input(1, as: Index.self))
                let output = arguments.output(0, as: Index.self)
                var product: Index = 1
                for axis in 0..<rank {
                    guard sizes[axis] > 0 else {
                        throw OperationError("dims must be positive; dims[\(axis)] is \(sizes[axis])")
                    }
                    let (next, overflows) = product.multipliedReportingOverflow(by: sizes[axis])
                    guard !overflows else { throw OperationError("the product of dims overflows \(Index.self)") }
                    product = next
                }
                for place in 0..<count {
                    var rest = indices[place]
                    guard rest < product else {
                        throw OperationError("index \(rest) is out of bounds for an array of \(product) elements")
                    }
                    // Negative indices give negative coordinates, as TensorFlow's division truncates.
                    for axis in (0..<rank).reversed() {
                        output[axis * count + place] = rest % sizes[axis]
                        rest /= sizes[axis]
                    }
                }
            }
        }
        return try context.inputs[0].dtype == .int32 ? kernel(Int32.self) : kernel(Int64.self)
    }
}
