public import AdjointCore

/// The argument at which the error function has each value. TF: `Erfinv`.
///
/// float32, float64; shape and type stay.
public struct Erfinv: ScalarFunctionOperation {
    public static let type = "Erfinv"
    public static let signature = OperationSignature.unary()

    public init() {}

    static func value(_ x: Double) -> Double { SpecialFunctions.inverseErrorFunction(x) }

    public static let gradient = GradientRule<Erfinv>.differentiable { _, context in
        context.afterGradient { gradient in
            let factor = context.graph.constant(NDArray(Double.pi.squareRoot() / 2, dtype: gradient.dtype))
            return [gradient * factor * context.outputs[0].squared().exp()]
        }
    }
}
