public import AdjointCore
import AdjointKernels

/// Numbers of a standard normal distribution, those beyond 2 in magnitude drawn again. TF: `TruncatedNormal`.
public struct TruncatedNormal: RandomDistributionOperation {
    public static let type = "TruncatedNormal"
    public static let signature = OperationSignature.randomDistribution
    public static let attributes: [AttributeKey<TruncatedNormal>] = distributionAttributes
    static let distribution = RandomDistribution.truncatedNormal

    /// The seed attributes.
    public var seeds = RandomSeeds()
    /// The numbers' element type.
    public var dtype = DType.float32

    public init() {}
}

extension Graph {
    /// Numbers of a normal distribution, those further than two deviations from the mean drawn again. TF: `tf.truncated_normal`.
    ///
    /// - Parameters:
    ///   - shape: The dimensions, known now or a vector computed by the graph.
    ///   - dtype: float32 or float64.
    ///   - seed: The op's own seed; see `Graph.init(seed:)` for what happens without one.
    public func truncatedNormal(
        shape: some IndexOperand, mean: Double = 0, standardDeviation: Double = 1, dtype: DType = .float32,
        seed: Int? = nil, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let site = CreationSite(file, line)
        return normalNumbers(
            shape: shape, mean: mean, standardDeviation: standardDeviation, dtype: dtype, seed: seed,
            name: name ?? "truncated_normal", site: site
        ) { TruncatedNormal(dtype, seeds: $0) }
    }
}
