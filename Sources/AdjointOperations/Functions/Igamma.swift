public import AdjointCore

/// The lower regularized incomplete gamma function P(a, x), elementwise. TF: `Igamma`.
///
/// float32, float64; shapes broadcast.
public struct Igamma: BroadcastingFunctionOperation {
    public static let type = "Igamma"
    public static let signature = OperationSignature(
        inputs: [.tensor("a", in: .real), .tensor("x", in: .real)], outputs: [.tensor("z")])

    public init() {}

    static func value(_ x: UnsafePointer<Double>) -> Double {
        SpecialFunctions.incompleteGamma(x[0], x[1], isUpper: false)
    }

    // TF: `_IgammaGrad`.
    public static let gradient = GradientRule<Igamma>.differentiable { _, context in
        context.incompleteGammaGradients { $0 }
    }
}

extension GradientContext {
    /// The gradients of an incomplete gamma function, from those of the lower one.
    func incompleteGammaGradients(_ ownGradient: (Tensor) -> Tensor) -> [Tensor?] {
        let (a, x) = (inputs[0], inputs[1])
        return afterGradient { gradient in
            let byA = graph.addTensor(IgammaGradA(), inputs: [a, x])
            // As a power of e, because Γ(a) can be large.
            let byX = ((a - 1) * x.log() - x - graph.addTensor(Lgamma(), inputs: [a])).exp()
            let own = ownGradient(gradient)
            return summingBroadcast(own * byA, own * byX)
        }
    }
}
