public import AdjointCore

/// The last value of a ``TemporaryVariable``. TF: `DestroyTemporaryVariable`.
///
/// What is to be in the value must run before: control inputs say so.
public struct DestroyTemporaryVariable: OperationDefinition {
    public static let type = "DestroyTemporaryVariable"
    public static let signature = OperationSignature(
        inputs: [.tensor("ref", isReference: true)], outputs: [.tensor("value")])
    public static let attributes: [AttributeKey<DestroyTemporaryVariable>] = [.string("var_name", \.variableName)]

    /// The variable's name as it states it.
    var variableName = ""

    public init() {}

    public var traits: OperationTraits {
        var traits = OperationTraits()
        traits.isStateful = true
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public static let gradient = GradientRule<DestroyTemporaryVariable>.notDifferentiable(
        reason: "what was assigned to the variable is not followed, as in TensorFlow")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .copying(context.inputs[0]) }
}
