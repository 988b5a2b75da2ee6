public import AdjointCore
import AdjointKernels

/// The elementwise square root, √x; NaN below zero. TF: `Sqrt`.
public struct Sqrt: UnaryOperation {
    public static let type = "Sqrt"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.squareRoot

    public init() {}

    public static let gradient = GradientRule<Sqrt>.differentiable { _, context in
        [context.outputs[0].applying(SqrtGrad(), with: context.outputGradient(), name: nil, site: nil)]
    }
}

extension Tensor {
    /// The square root of each element; NaN below zero.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.sqrt`.
    public func sqrt(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Sqrt(), name: name, file: file, line: line)
    }
}
