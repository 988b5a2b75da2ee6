public import AdjointCore
import AdjointKernels

/// Whether x > y, elementwise. TF: `Greater`.
public struct Greater: ComparisonOperation {
    public static let type = "Greater"
    public static let signature = OperationSignature.comparison(in: .numeric)
    static let function = Comparison.greater

    public init() {}

    public static let gradient = GradientRule<Greater>.stopsGradient(reason: "its output is boolean")
}

extension Tensor {
    /// Whether each element is greater than the other's; false where either is NaN.
    ///
    /// Shapes broadcast; the result is boolean. Numeric types. TF: `Greater`.
    public func isGreater(
        than other: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Greater(), with: other, name: name, site: CreationSite(file, line))
    }

    /// Whether each element is greater than the other's; false where either is NaN.
    ///
    /// The number is converted to the tensor's element type; the result is boolean. TF: `Greater`.
    public func isGreater(
        than scalar: some TensorScalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Greater(), withConstant: scalar, name: name ?? Greater.type, site: CreationSite(file, line))
    }

    /// Whether each element is greater than the other's; false where either is NaN.
    public static func .> (left: Tensor, right: Tensor) -> Tensor {
        left.applying(Greater(), with: right, name: nil, site: nil)
    }

    /// Whether each element is greater than the other's; false where either is NaN. The number is converted to the
    /// tensor's element type.
    public static func .> (left: Tensor, right: some TensorScalar) -> Tensor {
        left.applying(Greater(), withConstant: right, name: Greater.type)
    }

    /// Whether each element is greater than the other's; false where either is NaN. The number is converted to the
    /// tensor's element type.
    public static func .> (left: some TensorScalar, right: Tensor) -> Tensor {
        right.applying(Greater(), toConstant: left, name: Greater.type)
    }
}
