public import AdjointCore
import AdjointKernels

/// Whether x < y, elementwise. TF: `Less`.
public struct Less: ComparisonOperation {
    public static let type = "Less"
    public static let signature = OperationSignature.comparison(in: .numeric)
    static let function = Comparison.less

    public init() {}

    public static let gradient = GradientRule<Less>.stopsGradient(reason: "its output is boolean")
}

extension Tensor {
    /// Whether each element is less than the other's; false where either is NaN.
    ///
    /// Shapes broadcast; the result is boolean. Numeric types. TF: `Less`.
    public func isLess(
        than other: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Less(), with: other, name: name, site: CreationSite(file, line))
    }

    /// Whether each element is less than the other's; false where either is NaN.
    ///
    /// The number is converted to the tensor's element type; the result is boolean. TF: `Less`.
    public func isLess(
        than scalar: some TensorScalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Less(), withConstant: scalar, name: name ?? Less.type, site: CreationSite(file, line))
    }

    /// Whether each element is less than the other's; false where either is NaN.
    public static func .< (left: Tensor, right: Tensor) -> Tensor {
        left.applying(Less(), with: right, name: nil, site: nil)
    }

    /// Whether each element is less than the other's; false where either is NaN. The number is converted to the
    /// tensor's element type.
    public static func .< (left: Tensor, right: some TensorScalar) -> Tensor {
        left.applying(Less(), withConstant: right, name: Less.type)
    }

    /// Whether each element is less than the other's; false where either is NaN. The number is converted to the
    /// tensor's element type.
    public static func .< (left: some TensorScalar, right: Tensor) -> Tensor {
        right.applying(Less(), toConstant: left, name: Less.type)
    }
}
