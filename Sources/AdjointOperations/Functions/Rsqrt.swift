public import AdjointCore
import AdjointKernels

/// The elementwise reciprocal of the square root, 1/√x. TF: `Rsqrt`.
public struct Rsqrt: UnaryOperation {
    public static let type = "Rsqrt"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.reciprocalSquareRoot

    public init() {}

    public static let gradient = GradientRule<Rsqrt>.differentiable { _, context in
        [context.outputs[0].applying(RsqrtGrad(), with: context.outputGradient(), name: nil, site: nil)]
    }
}

extension Tensor {
    /// The reciprocal of the square root of each element.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.rsqrt`.
    public func rsqrt(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Rsqrt(), name: name, file: file, line: line)
    }
}
