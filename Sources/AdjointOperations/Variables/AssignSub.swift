public import AdjointCore

/// Subtracts from a variable and returns its reference. TF: `AssignSub`.
public struct AssignSub: ReferenceAssignment {
    public static let type = "AssignSub"
    public static let signature = OperationSignature.referenceAssignment
    public static let attributes: [AttributeKey<AssignSub>] = lockingAttributes
    static let update = ReferenceUpdate.subtract

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}
}
