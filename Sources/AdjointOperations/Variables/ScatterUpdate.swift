public import AdjointCore

/// Sets the rows of a variable picked by indices, and returns its reference. TF: `ScatterUpdate`.
///
/// With scalar updates every picked row gets the same value. An index out of range is an error of the run.
public struct ScatterUpdate: OperationDefinition {
    public static let type = "ScatterUpdate"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("ref", isReference: true), .tensor("indices", "Tindices", in: .index),
            .tensor("updates"),
        ],
        outputs: [.tensor("output_ref", isReference: true)])
    public static let attributes: [AttributeKey<ScatterUpdate>] = [.bool("use_locking", \.usesLocking)]

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = true

    public init() {}

    public var traits: OperationTraits { .write(.updates) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try Scatter.shape(context)] }

    public static let gradient = GradientRule<ScatterUpdate>.notDifferentiable(
        reason: "TensorFlow defines none for writes")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { try Scatter.kernel(.set, context) }
}
