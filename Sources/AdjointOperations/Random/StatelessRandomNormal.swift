public import AdjointCore
import AdjointKernels

/// Numbers of the standard normal distribution, the same for the same seed. TF: `StatelessRandomNormal`.
///
/// shape: a vector; seed: two integers.
public struct StatelessRandomNormal: StatelessDistribution {
    public static let type = "StatelessRandomNormal"
    public static let signature = OperationSignature.statelessDistribution
    public static let attributes: [AttributeKey<StatelessRandomNormal>] = [.type("dtype", \.dtype)]
    static let distribution = RandomDistribution.normal

    /// The numbers' element type.
    public var dtype = DType.float32

    public init() {}
}
