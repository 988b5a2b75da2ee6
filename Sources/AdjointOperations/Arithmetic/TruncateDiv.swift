public import AdjointCore
import AdjointKernels

/// The elementwise quotient x / y of integers rounded toward zero, as C's `/`. TF: `TruncateDiv`.
public struct TruncateDiv: BinaryOperation {
    public static let type = "TruncateDiv"
    public static let signature = OperationSignature.binary(in: .integer)
    static let function = BinaryFunction.divide

    public init() {}

    public static let gradient = GradientRule<TruncateDiv>.stopsGradient(
        reason: "a rounded quotient is constant between its steps")
}

extension Tensor {
    /// The quotient of integers rounded toward zero, as C's `/`.
    ///
    /// Shapes broadcast. Integer types. TF: `tf.truncatediv`.
    public func truncatingDivided(
        by other: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(TruncateDiv(), with: other, name: name ?? "TruncateDiv", site: CreationSite(file, line))
    }

    /// The quotient of integers rounded toward zero, as C's `/`.
    ///
    /// The number is converted to the tensor's element type. TF: `tf.truncatediv`.
    public func truncatingDivided(
        by scalar: some TensorScalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(TruncateDiv(), withConstant: scalar, name: name ?? "TruncateDiv", site: CreationSite(file, line))
    }
}
