public import AdjointCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// x·ln y, and 0 where x is 0, elementwise. TF: `Xlogy`.
///
/// float32, float64; shapes broadcast.
public struct Xlogy: BroadcastingFunctionOperation {
    public static let type = "Xlogy"
    public static let signature = OperationSignature(
        inputs: [.tensor("x", in: .real), .tensor("y", in: .real)], outputs: [.tensor("z")])

    public init() {}

    static func value(_ x: UnsafePointer<Double>) -> Double { x[0] == 0 ? 0 : x[0] * log(x[1]) }

    public static let gradient = GradientRule<Xlogy>.differentiable { _, context in
        let (x, y) = (context.inputs[0], context.inputs[1])
        return context.afterGradient { gradient in
            let isKept = x.isNotEqual(to: x.zerosLike()).cast(to: x.dtype)
            return context.summingBroadcast(
                gradient * context.graph.addTensor(Xlogy(), inputs: [isKept, y]),
                gradient * context.graph.addTensor(Xdivy(), inputs: [x, y]))
        }
    }
}
