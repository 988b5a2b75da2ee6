public import AdjointCore
import AdjointKernels

/// Whether x ≥ y, elementwise. TF: `GreaterEqual`.
public struct GreaterEqual: ComparisonOperation {
    public static let type = "GreaterEqual"
    public static let signature = OperationSignature.comparison(in: .numeric)
    static let function = Comparison.greaterEqual

    public init() {}

    public static let gradient = GradientRule<GreaterEqual>.stopsGradient(reason: "its output is boolean")
}

extension Tensor {
    /// Whether each element is greater than or equal to the other's; false where either is NaN.
    ///
    /// Shapes broadcast; the result is boolean. Numeric types. TF: `GreaterEqual`.
    public func isGreaterOrEqual(
        to other: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(GreaterEqual(), with: other, name: name, site: CreationSite(file, line))
    }

    /// Whether each element is greater than or equal to the other's; false where either is NaN.
    ///
    /// The number is converted to the tensor's element type; the result is boolean. TF: `GreaterEqual`.
    public func isGreaterOrEqual(
        to scalar: some TensorScalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(GreaterEqual(), withConstant: scalar, name: name ?? GreaterEqual.type, site: CreationSite(file, line))
    }

    /// Whether each element is greater than or equal to the other's; false where either is NaN.
    public static func .>= (left: Tensor, right: Tensor) -> Tensor {
        left.applying(GreaterEqual(), with: right, name: nil, site: nil)
    }

    /// Whether each element is greater than or equal to the other's; false where either is NaN. The number is converted
    /// to the tensor's element type.
    public static func .>= (left: Tensor, right: some TensorScalar) -> Tensor {
        left.applying(GreaterEqual(), withConstant: right, name: GreaterEqual.type)
    }

    /// Whether each element is greater than or equal to the other's; false where either is NaN. The number is converted
    /// to the tensor's element type.
    public static func .>= (left: some TensorScalar, right: Tensor) -> Tensor {
        right.applying(GreaterEqual(), toConstant: left, name: GreaterEqual.type)
    }
}
