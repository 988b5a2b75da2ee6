public import AdjointCore

/// ``Merge`` for variables: hands on the reference that is alive. TF: `RefMerge`.
public struct RefMerge: OperationDefinition {
    public static let type = "RefMerge"
    public static let signature = OperationSignature(
        inputs: [.list("inputs", isReference: true)],
        outputs: [.tensor("output", isReference: true), .tensor("value_index", .int32)])

    public init() {}

    public var traits: OperationTraits { .merge }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.sharedShape, .scalar] }

    public static let gradient = GradientRule<RefMerge>.differentiable { _, context in
        context.gradientsOfMerge()
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .empty }
}
