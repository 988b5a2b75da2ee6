public import AdjointCore
import AdjointKernels

/// Whether x ≠ y, elementwise. TF: `NotEqual`.
public struct NotEqual: EqualityOperation {
    public static let type = "NotEqual"
    public static let signature = OperationSignature.comparison(in: .all)
    public static let attributes: [AttributeKey<NotEqual>] = [
        .bool("incompatible_shape_error", \.isShapeMismatchAnError)
    ]
    static let function = Comparison.notEqual
    static let valueForIncompatibleShapes = true

    /// Whether shapes that do not broadcast are an error; otherwise the result is one `true`.
    public var isShapeMismatchAnError = true

    public init() {}

    public static let gradient = GradientRule<NotEqual>.stopsGradient(reason: "its output is boolean")
}

extension Tensor {
    /// Whether each element differs from the other's; true where either is NaN.
    ///
    /// Shapes broadcast; the result is boolean. Numeric types and booleans. TF: `NotEqual`.
    public func isNotEqual(
        to other: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(NotEqual(), with: other, name: name, site: CreationSite(file, line))
    }

    /// Whether each element differs from the other's; true where either is NaN.
    ///
    /// The number is converted to the tensor's element type; the result is boolean. TF: `NotEqual`.
    public func isNotEqual(
        to scalar: some TensorScalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(NotEqual(), withConstant: scalar, name: name ?? NotEqual.type, site: CreationSite(file, line))
    }

    /// Whether each element differs from the other's; true where either is NaN.
    public static func .!= (left: Tensor, right: Tensor) -> Tensor {
        left.applying(NotEqual(), with: right, name: nil, site: nil)
    }

    /// Whether each element differs from the other's; true where either is NaN. The number is converted to the tensor's
    /// element type.
    public static func .!= (left: Tensor, right: some TensorScalar) -> Tensor {
        left.applying(NotEqual(), withConstant: right, name: NotEqual.type)
    }

    /// Whether each element differs from the other's; true where either is NaN. The number is converted to the tensor's
    /// element type.
    public static func .!= (left: some TensorScalar, right: Tensor) -> Tensor {
        right.applying(NotEqual(), toConstant: left, name: NotEqual.type)
    }
}
