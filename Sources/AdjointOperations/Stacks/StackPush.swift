public import AdjointCore

/// ``StackPushV2`` for a stack with the older kind of handle. TF: `StackPush`.
public struct StackPush: OperationDefinition {
    public static let type = "StackPush"
    public static let signature = OperationSignature(
        inputs: [.tensor("handle", .string, isReference: true), .tensor("elem")], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<StackPush>] = [.bool("swap_memory", \.swapsMemory)]

    /// Kept for TensorFlow: values stay in the host's memory anyway.
    public var swapsMemory = false

    public init() {}

    public var traits: OperationTraits {
        var traits = OperationTraits.stringHandleEffect
        traits.aliases = [0: 1]
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(1)] }

    public static let gradient = GradientRule<StackPush>.stopsGradient(
        reason: "a value is kept for a gradient, which has its own way back")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try StackPushV2(swapsMemory: swapsMemory).bind(context)
    }
}
