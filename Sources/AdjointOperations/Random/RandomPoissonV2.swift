public import AdjointCore

/// Numbers of Poisson distributions. TF: `RandomPoissonV2`.
///
/// shape: that of the samples for each of rate, the distributions' means. Result: `[shape…, rate…]`.
public struct RandomPoissonV2: PoissonSampling {
    public static let type = "RandomPoissonV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("shape", "S", in: .index), .tensor("rate", "R", in: [.floatingPoint, .index])],
        outputs: [.tensor("output", "dtype")])
    public static let attributes: [AttributeKey<RandomPoissonV2>] = [
        .int("seed", \.seeds.seed), .int("seed2", \.seeds.seed2), .type("dtype", \.dtype),
    ]

    /// The seed attributes.
    public var seeds = RandomSeeds()
    /// The samples' element type.
    public var dtype = DType.int64

    public init() {}
}
