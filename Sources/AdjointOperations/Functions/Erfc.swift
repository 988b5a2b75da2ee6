public import AdjointCore
import AdjointKernels

/// The elementwise complementary error function, 1 - erf x. TF: `Erfc`.
public struct Erfc: UnaryOperation {
    public static let type = "Erfc"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.erfc

    public init() {}

    // d erfc x = -2/√π · e^(-x²) dx.
    public static let gradient = GradientRule<Erfc>.differentiable { _, context in
        let gradient = context.outputGradient()
        let factor = context.graph.constant(NDArray(-2 / Double.pi.squareRoot(), dtype: gradient.dtype))
        return context.afterGradient { gradient in [gradient * factor * (-context.inputs[0].squared()).exp()] }
    }
}

extension Tensor {
    /// The complementary error function of each element, 1 - erf x, without cancellation for large x.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.erfc`.
    public func erfc(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Erfc(), name: name, file: file, line: line)
    }
}
