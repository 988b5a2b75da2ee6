public import AdjointCore
import AdjointKernels

/// Numbers uniform in 0..<1: 23 random bits in float32, 52 in float64. TF: `RandomUniform`.
public struct RandomUniform: RandomDistributionOperation {
    public static let type = "RandomUniform"
    public static let signature = OperationSignature.randomDistribution
    public static let attributes: [AttributeKey<RandomUniform>] = distributionAttributes
    static let distribution = RandomDistribution.uniform

    /// The seed attributes.
    public var seeds = RandomSeeds()
    /// The numbers' element type.
    public var dtype = DType.float32

    public init() {}
}

extension Graph {
    /// Numbers uniform in 0..<1. TF: `tf.random_uniform`.
    ///
    /// - Parameters:
    ///   - shape: The dimensions, known now or a vector computed by the graph.
    ///   - dtype: float32 or float64.
    ///   - seed: The op's own seed; see `Graph.init(seed:)` for what happens without one.
    public func randomUniform(
        shape: some IndexOperand, dtype: DType = .float32, seed: Int? = nil, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let site = CreationSite(file, line)
        return nameScope(name ?? "random_uniform") {
            addRandom(inputs: [shapeOperand(shape, site)], seed: seed, name: "RandomUniform", site: site) {
                RandomUniform(dtype, seeds: $0)
            }
        }
    }

    /// Numbers uniform in `low..<high`. TF: `tf.random_uniform`.
    ///
    /// - Parameters:
    ///   - shape: The dimensions, known now or a vector computed by the graph.
    ///   - dtype: float32 or float64.
    ///   - seed: The op's own seed; see `Graph.init(seed:)` for what happens without one.
    public func randomUniform(
        shape: some IndexOperand, from low: Double, to high: Double, dtype: DType = .float32, seed: Int? = nil,
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let site = CreationSite(file, line)
        if let mistake = mistake(ifNotReal: dtype, for: RandomUniform.type, site: site) { return mistake }
        let scope = resolveNameScope(name ?? "random_uniform")
        return nameScope(scope + "/") {
            let shape = shapeOperand(shape, site)
            let minimum = addTensor(Const(NDArray(low, dtype: dtype)), name: "min", site: site)
            let maximum = addTensor(Const(NDArray(high, dtype: dtype)), name: "max", site: site)
            let numbers = addRandom(inputs: [shape], seed: seed, name: "RandomUniform", site: site) {
                RandomUniform(dtype, seeds: $0)
            }
            let width = addTensor(Sub(), inputs: [maximum, minimum], name: "sub", site: site)
            let scaled = addTensor(Mul(), inputs: [numbers, width], name: "mul", site: site)
            return addTensor(AddV2(), inputs: [scaled, minimum], name: scope + "/", site: site)
        }
    }

    /// The mistake of asking for random numbers of a type that has none.
    func mistake(ifNotReal dtype: DType, for operationType: String, site: CreationSite) -> Tensor? {
        guard !DTypeSet.real.contains(dtype) else { return nil }
        return record(
            GraphError(
                .elementType, "random numbers are float32 or float64, not \(dtype.name)", operationType: operationType,
                site: site))
    }

    /// A shape as a tensor, in the current name scope.
    func shapeOperand(_ shape: some IndexOperand, _ site: CreationSite) -> Tensor {
        switch shape.operand("shape") {
        case .tensor(let tensor): tensor
        case .constant(let value, let name): addTensor(Const(value), name: name, site: site)
        }
    }
}
