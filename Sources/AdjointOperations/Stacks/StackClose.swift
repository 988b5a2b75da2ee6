public import AdjointCore

/// ``StackCloseV2`` for a stack with the older kind of handle. TF: `StackClose`.
public struct StackClose: OperationDefinition {
    public static let type = "StackClose"
    public static let signature = OperationSignature(
        inputs: [.tensor("handle", .string, isReference: true)], outputs: [])

    public init() {}

    public var traits: OperationTraits { .stringHandleEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [] }

    public static let gradient = GradientRule<StackClose>.stopsGradient(reason: "it has no outputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { try StackCloseV2().bind(context) }
}
