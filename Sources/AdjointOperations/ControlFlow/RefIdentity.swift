public import AdjointCore

/// A variable's reference, under a name of its own. TF: `RefIdentity`.
public struct RefIdentity: OperationDefinition {
    public static let type = "RefIdentity"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", isReference: true)], outputs: [.tensor("output", isReference: true)])

    public init() {}

    public var traits: OperationTraits { .identity }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public static let gradient = GradientRule<RefIdentity>.differentiable { _, context in [context.outputGradient()] }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .copying(context.inputs[0]) }
}
