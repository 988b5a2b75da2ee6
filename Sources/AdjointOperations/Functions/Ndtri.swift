public import AdjointCore

/// The quantile of the standard normal distribution, elementwise. TF: `Ndtri`.
///
/// float32, float64; shape and type stay.
public struct Ndtri: ScalarFunctionOperation {
    public static let type = "Ndtri"
    public static let signature = OperationSignature.unary()

    public init() {}

    static func value(_ x: Double) -> Double {
        Double(2).squareRoot() * SpecialFunctions.inverseErrorFunction(2 * x - 1)
    }

    public static let gradient = GradientRule<Ndtri>.differentiable { _, context in
        context.afterGradient { gradient in
            let factor = context.graph.constant(NDArray((2 * Double.pi).squareRoot(), dtype: gradient.dtype))
            return [gradient * factor * (context.outputs[0].squared() / 2).exp()]
        }
    }
}
