public import AdjointCore

/// The logarithmic derivative of Γ, elementwise. TF: `Digamma`.
///
/// float32, float64; shape and type stay.
public struct Digamma: ScalarFunctionOperation {
    public static let type = "Digamma"
    public static let signature = OperationSignature.unary()

    public init() {}

    static func value(_ x: Double) -> Double { SpecialFunctions.digamma(x) }

    public static let gradient = GradientRule<Digamma>.differentiable { _, context in
        context.afterGradient { gradient in
            let one = context.graph.constant(NDArray(1, dtype: gradient.dtype))
            return [gradient * context.graph.addTensor(Polygamma(), inputs: [one, context.inputs[0]])]
        }
    }
}
