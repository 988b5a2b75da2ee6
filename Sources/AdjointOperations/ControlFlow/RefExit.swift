public import AdjointCore

/// Takes a variable out of a loop. TF: `RefExit`.
public struct RefExit: OperationDefinition {
    public static let type = "RefExit"
    public static let signature = OperationSignature(
        inputs: [.tensor("data", isReference: true)], outputs: [.tensor("output", isReference: true)])

    public init() {}

    public var traits: OperationTraits { .forwarding(.exit) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public static let gradient = GradientRule<RefExit>.differentiable { _, context in
        [context.gradientOfExit()]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .empty }
}
