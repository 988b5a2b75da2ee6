public import AdjointCore
import AdjointKernels

/// Whether each element is neither NaN nor infinite. TF: `IsFinite`.
public struct IsFinite: PredicateOperation {
    public static let type = "IsFinite"
    public static let signature = OperationSignature.predicate
    static let predicate = FloatPredicate.isFinite

    public init() {}

    public static let gradient = GradientRule<IsFinite>.stopsGradient(reason: "its output is boolean")
}

extension Tensor {
    /// Whether each element is neither NaN nor infinite.
    ///
    /// The result is boolean; float32, float64. TF: `tf.is_finite`.
    public func isFinite(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(IsFinite(), name: name, file: file, line: line)
    }
}
