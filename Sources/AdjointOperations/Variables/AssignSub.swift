public import AdjointCore

/// Subtracts from a variable and returns its reference. TF: `AssignSub`.
public struct AssignSub: OperationDefinition {
    public static let type = "AssignSub"
    public static let signature = OperationSignature(
        inputs: [.tensor("ref", in: .numeric, isReference: true), .tensor("value", in: .numeric)],
        outputs: [.tensor("output_ref", isReference: true)])
    public static let attributes: [AttributeKey<AssignSub>] = [.bool("use_locking", \.usesLocking)]

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}

    public var traits: OperationTraits { .write(.updates) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try context.mergedReferenceShape()] }

    public static let gradient = GradientRule<AssignSub>.stopsGradient(reason: "an assignment has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try ReferenceUpdate.subtract.assignmentKernel(context)
    }
}
