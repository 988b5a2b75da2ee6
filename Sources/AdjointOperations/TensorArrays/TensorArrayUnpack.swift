public import AdjointCore

/// Writes the rows of a tensor to all elements of a tensor array, as graphs before ``TensorArrayScatterV3`` have it.
/// TF: `TensorArrayUnpack`.
///
/// There must be as many rows as elements; a dynamic array gets longer.
public struct TensorArrayUnpack: OperationDefinition {
    public static let type = "TensorArrayUnpack"
    public static let signature = OperationSignature(
        inputs: [.tensor("handle", .string, isReference: true), .tensor("value"), .tensor("flow_in", .float32)],
        outputs: [.tensor("flow_out", .float32)])

    public init() {}

    public var traits: OperationTraits { .stringHandleEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<TensorArrayUnpack>.notDifferentiable(
        reason: "nothing builds gradients of such old graphs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let value = context.inputs[1]
        guard let count = value.dimensions.first else { throw OperationError("a scalar has no rows") }
        return Kernel { arguments in
            let array = try arguments.tensorArray()
            guard count == array.count || array.traits.isDynamic && count > array.count else {
                throw OperationError("\(count) rows are no elements of an array of \(array.count)")
            }
            for row in 0..<count { try array.write(arguments.row(row, of: 1, value), at: row) }
            arguments.output(0, as: Float.self).pointee = 0
        }
    }
}
