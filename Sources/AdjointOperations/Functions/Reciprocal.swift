public import AdjointCore
import AdjointKernels

/// The elementwise reciprocal, 1/x. TF: `Reciprocal`.
public struct Reciprocal: UnaryOperation {
    public static let type = "Reciprocal"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.reciprocal

    public init() {}

    public static let gradient = GradientRule<Reciprocal>.differentiable { _, context in
        [context.outputs[0].applying(ReciprocalGrad(), with: context.outputGradient(), name: nil, site: nil)]
    }
}

extension Tensor {
    /// The reciprocal of each element.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.reciprocal`.
    public func reciprocal(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Reciprocal(), name: name, file: file, line: line)
    }
}
