public import AdjointCore

/// Adds to the rows of a variable picked by indices, repeated ones adding up, and returns its reference. TF: `ScatterAdd`.
///
/// With scalar updates every picked row gets the same value. An index out of range is an error of the run.
public struct ScatterAdd: OperationDefinition {
    public static let type = "ScatterAdd"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("ref", in: .numeric, isReference: true), .tensor("indices", "Tindices", in: .index),
            .tensor("updates", in: .numeric),
        ],
        outputs: [.tensor("output_ref", isReference: true)])
    public static let attributes: [AttributeKey<ScatterAdd>] = [.bool("use_locking", \.usesLocking)]

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}

    public var traits: OperationTraits { .write(.updates) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try Scatter.shape(context)] }

    public static let gradient = GradientRule<ScatterAdd>.stopsGradient(reason: "an assignment has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { try Scatter.kernel(.add, context) }
}
