public import AdjointCore

/// A copy of its input that later writes to a variable do not change. TF: `Snapshot`.
public struct Snapshot: OperationDefinition {
    public static let type = "Snapshot"
    public static let signature = OperationSignature(inputs: [.tensor("input")], outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] { context.staticValueOfInputZero }

    public static let gradient = GradientRule<Snapshot>.notDifferentiable(reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .copying(context.inputs[0]) }
}
