public import AdjointCore
import AdjointKernels

/// Whether x = y, elementwise. TF: `Equal`.
public struct Equal: EqualityOperation {
    public static let type = "Equal"
    public static let signature = OperationSignature.comparison(in: .all)
    public static let attributes: [AttributeKey<Equal>] = [
        .bool("incompatible_shape_error", \.isShapeMismatchAnError)
    ]
    static let function = Comparison.equal
    static let valueForIncompatibleShapes = false

    /// Whether shapes that do not broadcast are an error; otherwise the result is one `false`.
    public var isShapeMismatchAnError = true

    public init() {}

    public static let gradient = GradientRule<Equal>.stopsGradient(reason: "its output is boolean")
}

extension Tensor {
    /// Whether each element equals the other's; false where either is NaN.
    ///
    /// Shapes broadcast; the result is boolean. Numeric types and booleans. TF: `Equal`.
    public func isEqual(
        to other: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Equal(), with: other, name: name, site: CreationSite(file, line))
    }

    /// Whether each element equals the other's; false where either is NaN.
    ///
    /// The number is converted to the tensor's element type; the result is boolean. TF: `Equal`.
    public func isEqual(
        to scalar: some TensorScalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Equal(), withConstant: scalar, name: name ?? Equal.type, site: CreationSite(file, line))
    }

    /// Whether each element equals the other's; false where either is NaN.
    public static func .== (left: Tensor, right: Tensor) -> Tensor {
        left.applying(Equal(), with: right, name: nil, site: nil)
    }

    /// Whether each element equals the other's; false where either is NaN. The number is converted to the tensor's
    /// element type.
    public static func .== (left: Tensor, right: some TensorScalar) -> Tensor {
        left.applying(Equal(), withConstant: right, name: Equal.type)
    }

    /// Whether each element equals the other's; false where either is NaN. The number is converted to the tensor's
    /// element type.
    public static func .== (left: some TensorScalar, right: Tensor) -> Tensor {
        right.applying(Equal(), toConstant: left, name: Equal.type)
    }
}
