public import AdjointCore

/// The value pushed last, which it takes off the stack. TF: `StackPopV2`.
public struct StackPopV2: OperationDefinition {
    public static let type = "StackPopV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("handle", .resource)], outputs: [.tensor("elem", "elem_type")])
    public static let attributes: [AttributeKey<StackPopV2>] = [.type("elem_type", \.elementType, required: true)]

    /// The element type of the value.
    public var elementType = DType.float32

    public init() {}

    /// A pop from a stack of that element type.
    public init(_ elementType: DType) { self.elementType = elementType }

    public var traits: OperationTraits { .runRead }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.unknown] }

    public static let gradient = GradientRule<StackPopV2>.notDifferentiable(
        reason: "a loop's gradient cannot be differentiated again")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let elementType = elementType
        return Kernel { arguments in
            let stack = try arguments.object(0, as: ValueStack.self, "stack")
            let value = try stack.pop()
            guard value.dtype == elementType else {
                throw OperationError(
                    "the stack '\(stack.name)' holds \(value.dtype.name), where \(elementType.name) is wanted")
            }
            arguments.setOutput(0, value)
        }
    }
}
