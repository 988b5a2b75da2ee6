public import AdjointCore

/// The a-th derivative of the logarithmic derivative of Γ at x, elementwise. TF: `Polygamma`.
///
/// float32, float64; shapes broadcast.
public struct Polygamma: BroadcastingFunctionOperation {
    public static let type = "Polygamma"
    public static let signature = OperationSignature(
        inputs: [.tensor("a", in: .real), .tensor("x", in: .real)], outputs: [.tensor("z")])

    public init() {}

    static func value(_ x: UnsafePointer<Double>) -> Double { SpecialFunctions.polygamma(x[0], x[1]) }

    public static let gradient = GradientRule<Polygamma>.differentiable { _, context in
        context.afterGradient { gradient in
            let next = context.graph.addTensor(Polygamma(), inputs: [context.inputs[0] + 1, context.inputs[1]])
            return [nil, context.summingBroadcast(gradient, gradient * next)[1]]
        }
    }
}
