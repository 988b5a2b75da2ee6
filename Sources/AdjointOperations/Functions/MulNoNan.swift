public import AdjointCore

/// x·y, and 0 where y is 0, elementwise. TF: `MulNoNan`.
///
/// float32, float64; shapes broadcast.
public struct MulNoNan: BroadcastingFunctionOperation {
    public static let type = "MulNoNan"
    public static let signature = OperationSignature(
        inputs: [.tensor("x", in: .real), .tensor("y", in: .real)], outputs: [.tensor("z")])

    public init() {}

    static func value(_ x: UnsafePointer<Double>) -> Double { x[1] == 0 ? 0 : x[0] * x[1] }

    public static let gradient = GradientRule<MulNoNan>.differentiable { _, context in
        let (x, y) = (context.inputs[0], context.inputs[1])
        return context.afterGradient { gradient in
            context.summingBroadcast(
                context.graph.addTensor(MulNoNan(), inputs: [gradient, y]),
                context.graph.addTensor(MulNoNan(), inputs: [x, gradient]))
        }
    }
}
