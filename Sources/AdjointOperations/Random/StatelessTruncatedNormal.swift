public import AdjointCore
import AdjointKernels

/// Numbers of the standard normal distribution within two deviations, the same for the same seed. TF: `StatelessTruncatedNormal`.
///
/// shape: a vector; seed: two integers.
public struct StatelessTruncatedNormal: StatelessDistribution {
    public static let type = "StatelessTruncatedNormal"
    public static let signature = OperationSignature.statelessDistribution
    public static let attributes: [AttributeKey<StatelessTruncatedNormal>] = [.type("dtype", \.dtype)]
    static let distribution = RandomDistribution.truncatedNormal

    /// The numbers' element type.
    public var dtype = DType.float32

    public init() {}
}
