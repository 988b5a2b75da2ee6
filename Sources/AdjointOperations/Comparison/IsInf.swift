public import AdjointCore
import AdjointKernels

/// Whether each element is +∞ or -∞. TF: `IsInf`.
public struct IsInf: PredicateOperation {
    public static let type = "IsInf"
    public static let signature = OperationSignature.predicate
    static let predicate = FloatPredicate.isInfinite

    public init() {}

    public static let gradient = GradientRule<IsInf>.stopsGradient(reason: "its output is boolean")
}

extension Tensor {
    /// Whether each element is +∞ or -∞.
    ///
    /// The result is boolean; float32, float64. TF: `tf.is_inf`.
    public func isInfinite(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(IsInf(), name: name, file: file, line: line)
    }
}
