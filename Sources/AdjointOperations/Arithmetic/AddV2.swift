public import AdjointCore
import AdjointKernels

/// The elementwise sum x + y. TF: `AddV2`.
public struct AddV2: BinaryOperation {
    public static let type = "AddV2"
    public static let signature = OperationSignature.binary(in: .numeric)
    static let function = BinaryFunction.add

    public init() {}

    public static let gradient = GradientRule<AddV2>.differentiable { _, context in context.sumGradients() }
}

extension GradientContext {
    /// The gradients of x + y: the incoming one, for each. TF: `_AddGrad`.
    func sumGradients() -> [Tensor?] {
        let gradient = outputGradient()
        return isShapeKnownAndCommon ? [gradient, gradient] : summingBroadcast(gradient, gradient)
    }
}

extension Tensor {
    /// The sum of the two tensors, element by element.
    ///
    /// Shapes broadcast. Numeric types. TF: `tf.add`.
    public func adding(
        _ other: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(AddV2(), with: other, name: name ?? "Add", site: CreationSite(file, line))
    }

    /// The sum of the two tensors, element by element.
    ///
    /// The number is converted to the tensor's element type. TF: `tf.add`.
    public func adding(
        _ scalar: some TensorScalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(AddV2(), withConstant: scalar, name: name ?? "Add", site: CreationSite(file, line))
    }

    /// The sum, element by element. TF: the operator `+`.
    public static func + (left: Tensor, right: Tensor) -> Tensor {
        left.applying(AddV2(), with: right, name: "add", site: nil)
    }

    /// The sum, element by element. The number is converted to the tensor's element type.
    public static func + (left: Tensor, right: some TensorScalar) -> Tensor {
        left.applying(AddV2(), withConstant: right, name: "add")
    }

    /// The sum, element by element. The number is converted to the tensor's element type.
    public static func + (left: some TensorScalar, right: Tensor) -> Tensor {
        right.applying(AddV2(), toConstant: left, name: "add")
    }
}
