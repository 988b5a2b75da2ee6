public import AdjointCore

/// Numbers of Poisson distributions. TF: `RandomPoisson`.
///
/// shape: that of the samples for each of rate, the distributions' means. Result: `[shape…, rate…]`.
public struct RandomPoisson: PoissonSampling {
    public static let type = "RandomPoisson"
    public static let signature = OperationSignature(
        inputs: [.tensor("shape", "S", in: .index), .tensor("rate", "dtype", in: .floatingPoint)],
        outputs: [.tensor("output", "dtype")])
    public static let attributes: [AttributeKey<RandomPoisson>] = [
        .int("seed", \.seeds.seed), .int("seed2", \.seeds.seed2),
    ]

    /// The seed attributes.
    public var seeds = RandomSeeds()

    public init() {}
}
