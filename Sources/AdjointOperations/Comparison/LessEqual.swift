public import AdjointCore
import AdjointKernels

/// Whether x ≤ y, elementwise. TF: `LessEqual`.
public struct LessEqual: ComparisonOperation {
    public static let type = "LessEqual"
    public static let signature = OperationSignature.comparison(in: .numeric)
    static let function = Comparison.lessEqual

    public init() {}

    public static let gradient = GradientRule<LessEqual>.stopsGradient(reason: "its output is boolean")
}

extension Tensor {
    /// Whether each element is less than or equal to the other's; false where either is NaN.
    ///
    /// Shapes broadcast; the result is boolean. Numeric types. TF: `LessEqual`.
    public func isLessOrEqual(
        to other: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(LessEqual(), with: other, name: name, site: CreationSite(file, line))
    }

    /// Whether each element is less than or equal to the other's; false where either is NaN.
    ///
    /// The number is converted to the tensor's element type; the result is boolean. TF: `LessEqual`.
    public func isLessOrEqual(
        to scalar: some TensorScalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(LessEqual(), withConstant: scalar, name: name ?? LessEqual.type, site: CreationSite(file, line))
    }

    /// Whether each element is less than or equal to the other's; false where either is NaN.
    public static func .<= (left: Tensor, right: Tensor) -> Tensor {
        left.applying(LessEqual(), with: right, name: nil, site: nil)
    }

    /// Whether each element is less than or equal to the other's; false where either is NaN. The number is converted to
    /// the tensor's element type.
    public static func .<= (left: Tensor, right: some TensorScalar) -> Tensor {
        left.applying(LessEqual(), withConstant: right, name: LessEqual.type)
    }

    /// Whether each element is less than or equal to the other's; false where either is NaN. The number is converted to
    /// the tensor's element type.
    public static func .<= (left: some TensorScalar, right: Tensor) -> Tensor {
        right.applying(LessEqual(), toConstant: left, name: LessEqual.type)
    }
}
