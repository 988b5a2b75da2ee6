public import AdjointCore

/// A variable's value as it is when the op runs; later writes do not change it. TF: `ReadVariableOp`.
public struct ReadVariableOp: OperationDefinition {
    public static let type = "ReadVariableOp"
    public static let signature = OperationSignature(
        inputs: [.tensor("resource", .resource)], outputs: [.tensor("value", "dtype")])
    public static let attributes: [AttributeKey<ReadVariableOp>] = [.type("dtype", \.dtype, required: true)]

    /// The element type.
    public var dtype = DType.float32

    public init() {}

    /// A read of an element type.
    public init(_ dtype: DType) { self.dtype = dtype }

    public var traits: OperationTraits {
        var traits = OperationTraits()
        traits.isStateful = true
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.variableShape(0)] }

    // The gradient of the value is that of the variable. TF: `_ReadGrad`.
    public static let gradient = GradientRule<ReadVariableOp>.sparselyDifferentiable { _, context in
        context.arrivedGradients
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .copying(context.inputs[0]) }
}
