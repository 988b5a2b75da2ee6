public import AdjointCore

/// Hands a variable to the next iteration of a loop. TF: `RefNextIteration`.
public struct RefNextIteration: OperationDefinition {
    public static let type = "RefNextIteration"
    public static let signature = OperationSignature(
        inputs: [.tensor("data", isReference: true)], outputs: [.tensor("output", isReference: true)])

    public init() {}

    public var traits: OperationTraits { .forwarding(.nextIteration) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public static let gradient = GradientRule<RefNextIteration>.differentiable { _, context in
        // The gradient's round is closed where it meets the switch again.
        [context.outputGradient()]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .empty }
}
