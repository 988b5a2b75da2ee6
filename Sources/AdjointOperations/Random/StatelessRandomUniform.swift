public import AdjointCore
import AdjointKernels

/// Numbers uniform in 0..<1, the same for the same seed. TF: `StatelessRandomUniform`.
///
/// shape: a vector; seed: two integers.
public struct StatelessRandomUniform: StatelessDistribution {
    public static let type = "StatelessRandomUniform"
    public static let signature = OperationSignature.statelessDistribution
    public static let attributes: [AttributeKey<StatelessRandomUniform>] = [.type("dtype", \.dtype)]
    static let distribution = RandomDistribution.uniform

    /// The numbers' element type.
    public var dtype = DType.float32

    public init() {}
}
