public import AdjointCore

/// Hands a value to the next iteration of a loop. TF: `NextIteration`.
public struct NextIteration: OperationDefinition {
    public static let type = "NextIteration"
    public static let signature = OperationSignature(
        inputs: [.tensor("data")], outputs: [.tensor("output")])

    public init() {}

    public var traits: OperationTraits { .forwarding(.nextIteration) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] {
        context.handle(0).map { [0: $0] } ?? [:]
    }

    public static let gradient = GradientRule<NextIteration>.differentiable { _, context in
        // The gradient's round is closed where it meets the switch again.
        [context.outputGradient()]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .empty }
}
