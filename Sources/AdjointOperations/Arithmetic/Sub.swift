public import AdjointCore
import AdjointKernels

/// The elementwise difference x - y. TF: `Sub`.
public struct Sub: BinaryOperation {
    public static let type = "Sub"
    public static let signature = OperationSignature.binary(in: .numeric)
    static let function = BinaryFunction.subtract

    public init() {}

    public static let gradient = GradientRule<Sub>.differentiable { _, context in
        let gradient = context.outputGradient()
        let negated = -gradient
        return context.isShapeKnownAndCommon ? [gradient, negated] : context.summingBroadcast(gradient, negated)
    }
}

extension Tensor {
    /// The difference of the two tensors, element by element.
    ///
    /// Shapes broadcast. Numeric types. TF: `tf.subtract`.
    public func subtracting(
        _ other: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Sub(), with: other, name: name ?? "Sub", site: CreationSite(file, line))
    }

    /// The difference of the two tensors, element by element.
    ///
    /// The number is converted to the tensor's element type. TF: `tf.subtract`.
    public func subtracting(
        _ scalar: some TensorScalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Sub(), withConstant: scalar, name: name ?? "Sub", site: CreationSite(file, line))
    }

    /// The difference, element by element. TF: the operator `-`.
    public static func - (left: Tensor, right: Tensor) -> Tensor {
        left.applying(Sub(), with: right, name: "sub", site: nil)
    }

    /// The difference, element by element. The number is converted to the tensor's element type.
    public static func - (left: Tensor, right: some TensorScalar) -> Tensor {
        left.applying(Sub(), withConstant: right, name: "sub")
    }

    /// The difference, element by element. The number is converted to the tensor's element type.
    public static func - (left: some TensorScalar, right: Tensor) -> Tensor {
        right.applying(Sub(), toConstant: left, name: "sub")
    }
}
