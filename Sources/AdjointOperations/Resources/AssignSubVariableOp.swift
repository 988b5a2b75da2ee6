public import AdjointCore

/// Subtracts a value from the variable behind a handle. TF: `AssignSubVariableOp`.
public struct AssignSubVariableOp: OperationDefinition {
    public static let type = "AssignSubVariableOp"
    public static let signature = OperationSignature(
        inputs: [.tensor("resource", .resource), .tensor("value", "dtype", in: .numeric)], outputs: [])

    public init() {}

    public var traits: OperationTraits { .write(.updates, isInputZeroReturned: false) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard context.variableShape(0).isCompatible(with: context.shape(1)) else {
            throw OperationError("the variable has the shape \(context.shape(0)), the value \(context.shape(1))")
        }
        return []
    }

    public static let gradient = GradientRule<AssignSubVariableOp>.stopsGradient(
        reason: "an assignment has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try ReferenceUpdate.subtract.assignmentKernel(context)
    }
}
