public import AdjointCore
import AdjointKernels

/// Numbers of a normal distribution with mean 0 and deviation 1. TF: `RandomStandardNormal`.
public struct RandomStandardNormal: RandomDistributionOperation {
    public static let type = "RandomStandardNormal"
    public static let signature = OperationSignature.randomDistribution
    public static let attributes: [AttributeKey<RandomStandardNormal>] = distributionAttributes
    static let distribution = RandomDistribution.normal

    /// The seed attributes.
    public var seeds = RandomSeeds()
    /// The numbers' element type.
    public var dtype = DType.float32

    public init() {}
}

extension Graph {
    /// Numbers of a normal distribution. TF: `tf.random_normal`.
    ///
    /// - Parameters:
    ///   - shape: The dimensions, known now or a vector computed by the graph.
    ///   - dtype: float32 or float64.
    ///   - seed: The op's own seed; see `Graph.init(seed:)` for what happens without one.
    public func randomNormal(
        shape: some IndexOperand, mean: Double = 0, standardDeviation: Double = 1, dtype: DType = .float32,
        seed: Int? = nil, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let site = CreationSite(file, line)
        return normalNumbers(
            shape: shape, mean: mean, standardDeviation: standardDeviation, dtype: dtype, seed: seed,
            name: name ?? "random_normal", site: site
        ) { RandomStandardNormal(dtype, seeds: $0) }
    }

    /// Numbers of a standard distribution, scaled and shifted.
    func normalNumbers<Definition: RandomDistributionOperation>(
        shape: some IndexOperand, mean: Double, standardDeviation: Double, dtype: DType, seed: Int?, name: String,
        site: CreationSite, _ definition: (RandomSeeds) -> Definition
    ) -> Tensor {
        if let mistake = mistake(ifNotReal: dtype, for: Definition.type, site: site) { return mistake }
        let scope = resolveNameScope(name)
        return nameScope(scope + "/") {
            let shape = shapeOperand(shape, site)
            let mean = addTensor(Const(NDArray(mean, dtype: dtype)), name: "mean", site: site)
            let deviation = addTensor(Const(NDArray(standardDeviation, dtype: dtype)), name: "stddev", site: site)
            let numbers = addRandom(inputs: [shape], seed: seed, name: Definition.type, site: site, definition)
            let scaled = addTensor(Mul(), inputs: [numbers, deviation], name: "mul", site: site)
            return addTensor(AddV2(), inputs: [scaled, mean], name: scope + "/", site: site)
        }
    }
}
