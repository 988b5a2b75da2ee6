public import AdjointCore

/// Pushes a value on a stack and returns it. TF: `StackPushV2`.
public struct StackPushV2: OperationDefinition {
    public static let type = "StackPushV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("handle", .resource), .tensor("elem")], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<StackPushV2>] = [.bool("swap_memory", \.swapsMemory)]

    /// Kept for TensorFlow: values stay in the host's memory anyway.
    public var swapsMemory = false

    public init() {}

    /// A push.
    public init(swapsMemory: Bool) { self.swapsMemory = swapsMemory }

    public var traits: OperationTraits {
        var traits = OperationTraits.runEffect
        traits.aliases = [0: 1]
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(1)] }

    public static let gradient = GradientRule<StackPushV2>.stopsGradient(
        reason: "a value is kept for a gradient, which has its own way back")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let operand = context.inputs[1]
        return Kernel { arguments in
            try arguments.object(0, as: ValueStack.self, "stack").push(arguments.copy(of: 1, operand))
        }
    }
}
