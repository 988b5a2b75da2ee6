public import AdjointCore

/// A list of so many elements that are not set: they read as zeros. TF: `TensorListReserve`.
public struct TensorListReserve: OperationDefinition {
    public static let type = "TensorListReserve"
    public static let signature = OperationSignature(
        inputs: [.tensor("element_shape", "shape_type", in: .index), .tensor("num_elements", .int32)],
        outputs: [.tensor("handle", .variant)])
    public static let attributes: [AttributeKey<TensorListReserve>] = [
        .type("element_dtype", \.elementType, required: true)
    ]

    /// The element type.
    public var elementType = DType.float32

    public init() {}

    /// The op for elements of that type.
    public init(_ elementType: DType) { self.elementType = elementType }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<TensorListReserve>.stopsGradient(reason: "its elements are not set")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try context.checkScalar(1)
        let (elementType, shape) = (elementType, context.inputs[0])
        return Kernel { arguments in
            arguments.setList(
                try ListOfTensors(
                    elementType, elementShape: arguments.elementShape(0, shape), count: arguments.index(1)))
        }
    }
}
