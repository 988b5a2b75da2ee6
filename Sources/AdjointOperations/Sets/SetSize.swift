public import AdjointCore

/// The number of different elements of each set in the last dimension of a sparse tensor. TF: `SetSize`.
///
/// set_indices, set_values, set_shape: integers of up to 64 bits or strings. The result has the other dimensions.
public struct SetSize: OperationDefinition {
    public static let type = "SetSize"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("set_indices", .int64), .tensor("set_values", in: .setElements), .tensor("set_shape", .int64),
        ], outputs: [.tensor("size", .int32)])
    public static let attributes: [AttributeKey<SetSize>] = [.bool("validate_indices", \.validatesIndices)]

    /// Whether indices must be in order.
    public var validatesIndices = true

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 2, role: "set_indices")
        _ = try context.shape(1, rank: 1, role: "set_values")
        _ = try context.shape(2, rank: 1, role: "set_shape")
        guard let sizes = context.partialShape(2).partialDimensions else { return [.unknown] }
        guard sizes.count >= 2 else { throw OperationError("\(sizes.count) dimensions are too few for sets") }
        return [Shape(Array(sizes.dropLast()))]
    }

    public static let gradient = GradientRule<SetSize>.stopsGradient(reason: "a size is an integer")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (extents, output, requiringOrder) = (context.inputs[0].dimensions, context.outputs[0], validatesIndices)
        let shape = try context.integers(2)
        guard shape.count == extents[1], context.inputs[1].count == extents[0] else {
            throw OperationError("indices \(Shape(extents)) do not fit the other inputs")
        }
        func kernel<Element: Comparable & Sendable>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                let coordinates = SparseCoordinates(
                    indices: arguments.input(0, as: Int64.self), count: extents[0], rank: extents[1])
                let sets = try SetRows(
                    arguments.input(1, as: Element.self), coordinates, shape: shape, requiringOrder: requiringOrder)
                let sizes = arguments.output(0, as: Int32.self)
                sizes.update(repeating: 0, count: output.count)
                for (row, elements) in sets.rows { sizes[row] = Int32(elements.count) }
            }
        }
        return try kernel(context.inputs[1].dtype.requireSetElement())
    }
}
