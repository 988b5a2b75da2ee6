public import AdjointCore

/// The modified Bessel function of order 1 times e^-|x|, elementwise. TF: `BesselI1e`.
///
/// float32, float64; shape and type stay.
public struct BesselI1e: ScalarFunctionOperation {
    public static let type = "BesselI1e"
    public static let signature = OperationSignature.unary()

    public init() {}

    static func value(_ x: Double) -> Double { SpecialFunctions.scaledBesselI(1, x) }

    // At 0 it is 1/2, where the formula divides by 0. TF: `_BesselI1eGrad`.
    public static let gradient = GradientRule<BesselI1e>.differentiable { _, context in
        context.afterGradient { gradient in
            let (x, graph) = (context.inputs[0], context.graph)
            let zeroth = graph.addTensor(BesselI0e(), inputs: [x])
            let derivative = zeroth - context.outputs[0] * (x.sign() + x.reciprocal())
            let half = graph.constant(NDArray(0.5, dtype: x.dtype))
            return [gradient * graph.addTensor(SelectV2(), inputs: [x.isEqual(to: 0), half, derivative])]
        }
    }
}
