public import AdjointCore

/// Sets the variable behind a handle. TF: `AssignVariableOp`.
public struct AssignVariableOp: OperationDefinition {
    public static let type = "AssignVariableOp"
    public static let signature = OperationSignature(
        inputs: [.tensor("resource", .resource), .tensor("value", "dtype")], outputs: [])
    public static let attributes: [AttributeKey<AssignVariableOp>] = [.bool("validate_shape", \.validatesShape)]

    /// Whether the value must have the variable's shape; it must here wherever the variable has one.
    public var validatesShape = false

    public init() {}

    public var traits: OperationTraits { .write(.initializes, isInputZeroReturned: false) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard context.variableShape(0).isCompatible(with: context.shape(1)) else {
            throw OperationError("the variable has the shape \(context.shape(0)), the value \(context.shape(1))")
        }
        return []
    }

    public static let gradient = GradientRule<AssignVariableOp>.stopsGradient(reason: "an assignment has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        // Without a declared shape, the variable has the value's by the time this runs.
        let (variable, value) = (context.inputs[0], context.inputs[1])
        guard variable.dtype == value.dtype else {
            throw OperationError("the variable is \(variable.dtype.name), the value \(value.dtype.name)")
        }
        let count = value.count
        if value.dtype == .string {
            return Kernel { arguments in
                arguments.reference(0, as: TensorString.self)
                    .update(from: arguments.input(1, as: TensorString.self), count: count)
            }
        }
        let byteCount = count * value.dtype.byteCount
        return Kernel { arguments in
            arguments.rawInput(0).copyMemory(from: arguments.rawInput(1), byteCount: byteCount)
        }
    }
}
