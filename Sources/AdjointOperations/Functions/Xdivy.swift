public import AdjointCore

/// x / y, and 0 where x is 0, elementwise. TF: `Xdivy`.
///
/// float32, float64; shapes broadcast.
public struct Xdivy: BroadcastingFunctionOperation {
    public static let type = "Xdivy"
    public static let signature = OperationSignature(
        inputs: [.tensor("x", in: .real), .tensor("y", in: .real)], outputs: [.tensor("z")])

    public init() {}

    static func value(_ x: UnsafePointer<Double>) -> Double { x[0] == 0 ? 0 : x[0] / x[1] }

    public static let gradient = GradientRule<Xdivy>.differentiable { _, context in
        let (x, y) = (context.inputs[0], context.inputs[1])
        return context.afterGradient { gradient in
            let isKept = x.isNotEqual(to: x.zerosLike()).cast(to: x.dtype)
            return context.summingBroadcast(
                gradient * context.graph.addTensor(Xdivy(), inputs: [isKept, y]),
                gradient * context.graph.addTensor(Xdivy(), inputs: [-x, y.squared()]))
        }
    }
}
