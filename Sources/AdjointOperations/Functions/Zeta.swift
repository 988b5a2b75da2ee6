public import AdjointCore

/// Hurwitz' zeta function, elementwise. TF: `Zeta`.
///
/// float32, float64; shapes broadcast.
public struct Zeta: BroadcastingFunctionOperation {
    public static let type = "Zeta"
    public static let signature = OperationSignature(
        inputs: [.tensor("x", in: .real), .tensor("q", in: .real)], outputs: [.tensor("z")])

    public init() {}

    static func value(_ x: UnsafePointer<Double>) -> Double { SpecialFunctions.zeta(x[0], x[1]) }

    // Of q alone, as in TensorFlow: -x·ζ(x + 1, q). TF: `_ZetaGrad`.
    public static let gradient = GradientRule<Zeta>.differentiable { _, context in
        let (x, q) = (context.inputs[0], context.inputs[1])
        return context.afterGradient { gradient in
            let derivative = -x * context.graph.addTensor(Zeta(), inputs: [x + 1, q])
            return [nil, context.summingBroadcast(x, q, nil, gradient * derivative).y]
        }
    }
}
