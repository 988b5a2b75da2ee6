public import AdjointCore

/// ``Switch`` for a variable: hands on the reference, so that what writes it on one side writes the variable.
/// TF: `RefSwitch`.
public struct RefSwitch: OperationDefinition {
    public static let type = "RefSwitch"
    public static let signature = OperationSignature(
        inputs: [.tensor("data", isReference: true), .tensor("pred", .bool)],
        outputs: [.tensor("output_false", isReference: true), .tensor("output_true", isReference: true)])

    public init() {}

    public var traits: OperationTraits { .switch }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { try context.switchedShapes() }

    public static let gradient = GradientRule<RefSwitch>.differentiable { _, context in
        context.gradientsOfSwitch()
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .empty }
}
