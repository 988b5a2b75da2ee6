public import AdjointCore
import AdjointKernels

/// Whether each element is NaN. TF: `IsNan`.
public struct IsNan: PredicateOperation {
    public static let type = "IsNan"
    public static let signature = OperationSignature.predicate
    static let predicate = FloatPredicate.isNaN

    public init() {}

    public static let gradient = GradientRule<IsNan>.stopsGradient(reason: "its output is boolean")
}

extension Tensor {
    /// Whether each element is NaN.
    ///
    /// The result is boolean; float32, float64. TF: `tf.is_nan`.
    public func isNaN(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(IsNan(), name: name, file: file, line: line)
    }
}
