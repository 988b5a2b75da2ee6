public import AdjointCore

/// ln |Γ(x)|, elementwise. TF: `Lgamma`.
///
/// float32, float64; shape and type stay.
public struct Lgamma: ScalarFunctionOperation {
    public static let type = "Lgamma"
    public static let signature = OperationSignature.unary()

    public init() {}

    static func value(_ x: Double) -> Double { SpecialFunctions.logarithmOfGamma(x) }

    public static let gradient = GradientRule<Lgamma>.differentiable { _, context in
        context.afterGradient { gradient in
            [gradient * context.graph.addTensor(Digamma(), inputs: [context.inputs[0]])]
        }
    }
}
