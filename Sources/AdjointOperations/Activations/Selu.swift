public import AdjointCore
import AdjointKernels

/// The scaled exponential linear unit, elementwise. TF: `Selu`.
public struct Selu: UnaryOperation {
    public static let type = "Selu"
    public static let signature = OperationSignature.activation()
    static let function = UnaryFunction.selu

    public init() {}

    public static let gradient = GradientRule<Selu>.differentiable { _, context in
        [context.outputGradient().applying(SeluGrad(), with: context.outputs[0], name: nil, site: nil)]
    }
}

extension Tensor {
    /// The scaled exponential linear unit of each element: λx, or λα(eˣ - 1) below 0, with λ = 1.0507… and α = 1.6733…
    /// Source: Klambauer et al. 2017.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.nn.selu`.
    public func selu(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Selu(), name: name, file: file, line: line)
    }
}
