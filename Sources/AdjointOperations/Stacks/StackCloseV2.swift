public import AdjointCore

/// Lets go of what a stack holds. TF: `StackCloseV2`.
public struct StackCloseV2: OperationDefinition {
    public static let type = "StackCloseV2"
    public static let signature = OperationSignature(inputs: [.tensor("handle", .resource)], outputs: [])

    public init() {}

    public var traits: OperationTraits { .runEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [] }

    public static let gradient = GradientRule<StackCloseV2>.stopsGradient(reason: "it has no outputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        Kernel { arguments in try arguments.object(0, as: ValueStack.self, "stack").close() }
    }
}
