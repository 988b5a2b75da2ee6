public import AdjointCore
import AdjointKernels

/// The elementwise product x·y. TF: `Mul`.
public struct Mul: BinaryOperation {
    public static let type = "Mul"
    public static let signature = OperationSignature.binary(in: .numeric)
    static let function = BinaryFunction.multiply

    public init() {}

    public static let gradient = GradientRule<Mul>.differentiable { _, context in
        let (x, y) = (context.inputs[0], context.inputs[1])
        let gradient = context.outputGradient()
        let gradientOfX = gradient.multiplied(by: y)
        // TensorFlow takes this short cut for float32 only.
        if gradient.dtype == .float32, context.isShapeKnownAndCommon {
            return [gradientOfX, gradient.multiplied(by: x)]
        }
        return context.summingBroadcast(gradientOfX, x.multiplied(by: gradient))
    }
}

extension Tensor {
    /// The product of the two tensors, element by element.
    ///
    /// Shapes broadcast. Numeric types. TF: `tf.multiply`.
    public func multiplied(
        by other: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Mul(), with: other, name: name ?? "Mul", site: CreationSite(file, line))
    }

    /// The product of the two tensors, element by element.
    ///
    /// The number is converted to the tensor's element type. TF: `tf.multiply`.
    public func multiplied(
        by scalar: some TensorScalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Mul(), withConstant: scalar, name: name ?? "Mul", site: CreationSite(file, line))
    }

    /// The product, element by element. TF: the operator `*`.
    public static func * (left: Tensor, right: Tensor) -> Tensor {
        left.applying(Mul(), with: right, name: "mul", site: nil)
    }

    /// The product, element by element. The number is converted to the tensor's element type.
    public static func * (left: Tensor, right: some TensorScalar) -> Tensor {
        left.applying(Mul(), withConstant: right, name: "mul")
    }

    /// The product, element by element. The number is converted to the tensor's element type.
    public static func * (left: some TensorScalar, right: Tensor) -> Tensor {
        right.applying(Mul(), toConstant: left, name: "mul")
    }
}
