public import AdjointCore

/// Subtracts a value from the variable behind a handle. TF: `AssignSubVariableOp`.
public struct AssignSubVariableOp: HandleAssignment {
    public static let type = "AssignSubVariableOp"
    public static let signature = OperationSignature.handleAssignment
    static let update = ReferenceUpdate.subtract

    public init() {}
}
