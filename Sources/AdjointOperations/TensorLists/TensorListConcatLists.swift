public import AdjointCore

/// The elements of one list, then those of another. TF: `TensorListConcatLists`.
///
/// Both scalars, or tensors of as many lists each.
public struct TensorListConcatLists: OperationDefinition {
    public static let type = "TensorListConcatLists"
    public static let signature = OperationSignature(
        inputs: [.tensor("input_a", .variant), .tensor("input_b", .variant)], outputs: [.tensor("output", .variant)])
    public static let attributes: [AttributeKey<TensorListConcatLists>] = [
        .type("element_dtype", \.elementType, required: true)
    ]

    /// The element type.
    public var elementType = DType.float32

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try context.commonShape()] }

    public static let gradient = GradientRule<TensorListConcatLists>.notDifferentiable(
        reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let elementType = elementType
        try context.checkScalar(0)
        try context.checkScalar(1)
        return Kernel { arguments in
            let (a, b) = (try arguments.list(0, of: elementType), try arguments.list(1, of: elementType))
            arguments.setList(try a.with(a.elements + b.elements))
        }
    }
}
