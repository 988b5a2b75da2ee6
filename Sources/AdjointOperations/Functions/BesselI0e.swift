public import AdjointCore

/// The modified Bessel function of order 0 times e^-|x|, elementwise. TF: `BesselI0e`.
///
/// float32, float64; shape and type stay.
public struct BesselI0e: ScalarFunctionOperation {
    public static let type = "BesselI0e"
    public static let signature = OperationSignature.unary()

    public init() {}

    static func value(_ x: Double) -> Double { SpecialFunctions.scaledBesselI(0, x) }

    // TF: `_BesselI0eGrad`.
    public static let gradient = GradientRule<BesselI0e>.differentiable { _, context in
        context.afterGradient { gradient in
            let x = context.inputs[0]
            let first = context.graph.addTensor(BesselI1e(), inputs: [x])
            return [gradient * (first - x.sign() * context.outputs[0])]
        }
    }
}
