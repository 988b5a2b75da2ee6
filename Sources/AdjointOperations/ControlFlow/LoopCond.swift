public import AdjointCore

/// Its input, as the predicate that keeps a loop going. TF: `LoopCond`.
public struct LoopCond: OperationDefinition {
    public static let type = "LoopCond"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", .bool)], outputs: [.tensor("output", .bool)])

    public init() {}

    public var traits: OperationTraits { .forwarding(.loopCondition) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard context.shape(0).isCompatible(with: .scalar) else {
            throw OperationError("the predicate must be one bool, not of shape \(context.shape(0))")
        }
        return [context.shape(0)]
    }

    public static let gradient = GradientRule<LoopCond>.stopsGradient(reason: "a predicate is boolean")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .empty }
}
