public import AdjointCore
import AdjointKernels

/// The exponential linear unit, x or eˣ - 1 where x < 0, elementwise. TF: `Elu`.
public struct Elu: UnaryOperation {
    public static let type = "Elu"
    public static let signature = OperationSignature.activation()
    static let function = UnaryFunction.elu

    public init() {}

    public static let gradient = GradientRule<Elu>.differentiable { _, context in
        [context.outputGradient().applying(EluGrad(), with: context.outputs[0], name: nil, site: nil)]
    }
}

extension Tensor {
    /// The exponential linear unit of each element: x, or eˣ - 1 below 0. Source: Clevert et al. 2015.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.nn.elu`.
    public func elu(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Elu(), name: name, file: file, line: line)
    }
}
