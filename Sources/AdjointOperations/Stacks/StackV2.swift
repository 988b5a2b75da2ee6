public import AdjointCore

/// A new stack of values, as its handle. TF: `StackV2`.
///
/// A loop pushes what its gradient will need, one value an iteration; the gradient's loop pops them. A stack belongs to
/// the run that makes it.
public struct StackV2: OperationDefinition {
    public static let type = "StackV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("max_size", .int32)], outputs: [.tensor("handle", .resource)])
    public static let attributes: [AttributeKey<StackV2>] = [
        .type("elem_type", \.elementType, required: true), .string("stack_name", \.stackName),
    ]

    /// The element type of the values.
    public var elementType = DType.float32
    /// A name for messages; the op's own if empty.
    public var stackName = ""

    public init() {}

    /// A stack of values of one element type.
    public init(_ elementType: DType, stackName: String = "") {
        self.elementType = elementType
        self.stackName = stackName
    }

    public var traits: OperationTraits { .runEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<StackV2>.stopsGradient(reason: "a handle is not a number")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let name = stackName
        return Kernel { arguments in
            arguments.output(0, as: AnyObject?.self).pointee = ValueStack(
                name: name, limit: Int(arguments.input(0, as: Int32.self).pointee))
        }
    }
}
