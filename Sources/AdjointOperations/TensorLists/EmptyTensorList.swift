public import AdjointCore

/// A list without elements. TF: `EmptyTensorList`.
///
/// The inputs are the shape of the elements, -1 where it is not known, and how many the list takes, -1 for any number.
public struct EmptyTensorList: OperationDefinition {
    public static let type = "EmptyTensorList"
    public static let signature = OperationSignature(
        inputs: [.tensor("element_shape", "shape_type", in: .index), .tensor("max_num_elements", .int32)],
        outputs: [.tensor("handle", .variant)])
    public static let attributes: [AttributeKey<EmptyTensorList>] = [
        .type("element_dtype", \.elementType, required: true)
    ]

    /// The element type.
    public var elementType = DType.float32

    public init() {}

    /// The op for elements of that type.
    public init(_ elementType: DType) { self.elementType = elementType }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<EmptyTensorList>.stopsGradient(reason: "it holds no elements")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try context.checkScalar(1)
        let (elementType, shape) = (elementType, context.inputs[0])
        return Kernel { arguments in
            let limit = arguments.index(1)
            arguments.setList(
                try ListOfTensors(
                    elementType, elementShape: arguments.elementShape(0, shape), limit: limit < 0 ? nil : limit,
                    elements: []))
        }
    }
}
