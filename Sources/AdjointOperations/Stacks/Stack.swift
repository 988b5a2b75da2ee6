public import AdjointCore

/// A new stack of values without a limit, as the older kind of handle: a string reference. TF: `Stack`.
///
/// Graphs written before TensorFlow 1.1 keep here what a loop's gradient needs; ``StackV2`` took its place.
public struct Stack: OperationDefinition {
    public static let type = "Stack"
    public static let signature = OperationSignature(
        inputs: [], outputs: [.tensor("handle", .string, isReference: true)])
    public static let attributes: [AttributeKey<Stack>] = [
        .type("elem_type", \.elementType, required: true), .string("stack_name", \.stackName),
    ]

    /// The element type of the values.
    public var elementType = DType.float32
    /// A name for messages.
    public var stackName = ""

    public init() {}

    /// A stack of values of one element type.
    public init(_ elementType: DType, stackName: String = "") {
        self.elementType = elementType
        self.stackName = stackName
    }

    public var traits: OperationTraits { .stringHandleEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [[2]] }

    public static let gradient = GradientRule<Stack>.stopsGradient(reason: "a handle is not a number")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let name = stackName
        return Kernel { arguments in
            arguments.output(0, as: AnyObject?.self).pointee = ValueStack(name: name, limit: -1)
        }
    }
}
