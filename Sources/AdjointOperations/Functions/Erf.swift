public import AdjointCore
import AdjointKernels

/// The elementwise error function. TF: `Erf`.
public struct Erf: UnaryOperation {
    public static let type = "Erf"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.erf

    public init() {}

    // d erf x = 2/√π · e^(-x²) dx.
    public static let gradient = GradientRule<Erf>.differentiable { _, context in
        let gradient = context.outputGradient()
        let factor = context.graph.constant(NDArray(2 / Double.pi.squareRoot(), dtype: gradient.dtype))
        return context.afterGradient { gradient in [gradient * factor * (-context.inputs[0].squared()).exp()] }
    }
}

extension Tensor {
    /// The error function of each element, 2/√π · ∫₀ˣ e^(-t²) dt.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.erf`.
    public func erf(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Erf(), name: name, file: file, line: line)
    }
}
