public import AdjointCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// x·ln(1 + y), and 0 where x is 0, elementwise. TF: `Xlog1py`.
///
/// float32, float64; shapes broadcast.
public struct Xlog1py: BroadcastingFunctionOperation {
    public static let type = "Xlog1py"
    public static let signature = OperationSignature(
        inputs: [.tensor("x", in: .real), .tensor("y", in: .real)], outputs: [.tensor("z")])

    public init() {}

    static func value(_ x: UnsafePointer<Double>) -> Double { x[0] == 0 ? 0 : x[0] * log1p(x[1]) }

    public static let gradient = GradientRule<Xlog1py>.notDifferentiable(reason: "not available in this version")
}
