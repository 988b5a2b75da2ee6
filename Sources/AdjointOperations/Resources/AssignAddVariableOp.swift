public import AdjointCore

/// Adds a value to the variable behind a handle. TF: `AssignAddVariableOp`.
public struct AssignAddVariableOp: HandleAssignment {
    public static let type = "AssignAddVariableOp"
    public static let signature = OperationSignature.handleAssignment
    static let update = ReferenceUpdate.add

    public init() {}
}
