public import AdjointCore

/// The regularized incomplete beta function, elementwise. TF: `Betainc`.
///
/// float32, float64; shapes broadcast.
public struct Betainc: BroadcastingFunctionOperation {
    public static let type = "Betainc"
    public static let signature = OperationSignature(
        inputs: [.tensor("a", in: .real), .tensor("b", in: .real), .tensor("x", in: .real)], outputs: [.tensor("z")])

    public init() {}

    static func value(_ x: UnsafePointer<Double>) -> Double { SpecialFunctions.incompleteBeta(x[0], x[1], x[2]) }

    // Of x alone, as in TensorFlow: x^(a - 1)·(1 - x)^(b - 1) / B(a, b). TF: `_BetaincGrad`.
    public static let gradient = GradientRule<Betainc>.differentiable { _, context in
        let (a, b, x, graph) = (context.inputs[0], context.inputs[1], context.inputs[2], context.graph)
        func logarithmOfGamma(_ x: Tensor) -> Tensor { graph.addTensor(Lgamma(), inputs: [x]) }
        let logarithmOfBeta = logarithmOfGamma(a) + logarithmOfGamma(b) - logarithmOfGamma(a + b)
        // Powers that stay 1 where a or b is 1.
        let powers =
            graph.addTensor(Xlog1py(), inputs: [b - 1, -x]) + graph.addTensor(Xlogy(), inputs: [a - 1, x])
        let ofX = context.outputGradient() * (powers - logarithmOfBeta).exp()
        return [nil, nil, context.summingBroadcast(a, x, nil, ofX).y]
    }
}
