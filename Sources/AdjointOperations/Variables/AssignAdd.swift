public import AdjointCore

/// Adds to a variable and returns its reference. TF: `AssignAdd`.
public struct AssignAdd: OperationDefinition {
    public static let type = "AssignAdd"
    public static let signature = OperationSignature(
        inputs: [.tensor("ref", in: .numeric, isReference: true), .tensor("value", in: .numeric)],
        outputs: [.tensor("output_ref", isReference: true)])
    public static let attributes: [AttributeKey<AssignAdd>] = [.bool("use_locking", \.usesLocking)]

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}

    public var traits: OperationTraits { .write(.updates) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try context.mergedReferenceShape()] }

    public static let gradient = GradientRule<AssignAdd>.stopsGradient(reason: "an assignment has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try ReferenceUpdate.add.assignmentKernel(context)
    }
}
