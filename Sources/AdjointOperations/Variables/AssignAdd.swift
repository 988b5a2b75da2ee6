public import AdjointCore

/// Adds to a variable and returns its reference. TF: `AssignAdd`.
public struct AssignAdd: ReferenceAssignment {
    public static let type = "AssignAdd"
    public static let signature = OperationSignature.referenceAssignment
    public static let attributes: [AttributeKey<AssignAdd>] = lockingAttributes
    static let update = ReferenceUpdate.add

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}
}
