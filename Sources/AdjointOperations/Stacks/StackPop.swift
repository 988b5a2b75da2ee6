public import AdjointCore

/// ``StackPopV2`` for a stack with the older kind of handle. TF: `StackPop`.
public struct StackPop: OperationDefinition {
    public static let type = "StackPop"
    public static let signature = OperationSignature(
        inputs: [.tensor("handle", .string, isReference: true)], outputs: [.tensor("elem", "elem_type")])
    public static let attributes: [AttributeKey<StackPop>] = [.type("elem_type", \.elementType, required: true)]

    /// The element type of the value.
    public var elementType = DType.float32

    public init() {}

    /// A pop from a stack of that element type.
    public init(_ elementType: DType) { self.elementType = elementType }

    public var traits: OperationTraits {
        var traits = OperationTraits.stringHandleEffect
        traits.hasDataDependentShapes = true
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.unknown] }

    public static let gradient = GradientRule<StackPop>.notDifferentiable(
        reason: "a loop's gradient cannot be differentiated again")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try StackPopV2(elementType).bind(context)
    }
}
