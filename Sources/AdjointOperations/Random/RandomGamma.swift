public import AdjointCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Numbers of gamma distributions with scale 1. TF: `RandomGamma`. Source: Marsaglia and Tsang 2000.
///
/// shape: that of the samples for each of alpha, the distributions' shape parameters. Result: `[shape…, alpha…]`.
public struct RandomGamma: ParameterizedSampling {
    public static let type = "RandomGamma"
    public static let signature = OperationSignature(
        inputs: [.tensor("shape", "S", in: .index), .tensor("alpha", in: .floatingPoint)],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<RandomGamma>] = [
        .int("seed", \.seeds.seed), .int("seed2", \.seeds.seed2),
    ]

    /// The seed attributes.
    public var seeds = RandomSeeds()

    public init() {}

    // TF: `_RandomGammaGrad`.
    public static let gradient = GradientRule<RandomGamma>.differentiable { _, context in
        context.afterGradient { gradient in
            let derivative = context.graph.addTensor(
                RandomGammaGrad(), inputs: [context.inputs[1], context.outputs[0]])
            let leading = context.graph.range(to: context.inputs[0].shapeTensor()[0])
            return [nil, (gradient * derivative).sum(axes: leading)]
        }
    }

    static func sample(_ alpha: Double, _ numbers: inout SampleSource) throws -> Double {
        if alpha == 1 { return -log1p(-numbers.uniform()) }
        guard alpha > 0 else { throw OperationError("alpha must be positive, not \(alpha)") }
        let isSmall = alpha < 1
        let d = alpha + (isSmall ? 2.0 / 3 : -1.0 / 3)
        let c = 1.0 / 3 / d.squareRoot()
        while true {
            let x = numbers.normal()
            let root = 1 + c * x
            guard root > 0 else { continue }
            let v = root * root * root
            let u = numbers.uniform()
            guard u < 1 - 0.0331 * (x * x) * (x * x) || log(u) < 0.5 * x * x + d * (1 - v + log(v)) else { continue }
            return isSmall ? d * v * pow(numbers.uniform(), 1 / alpha) : d * v
        }
    }
}

extension Graph {
    /// Numbers of gamma distributions with scale 1: `[shape…, alpha…]`. TF: `tf.random_gamma` with `beta` 1.
    public func randomGamma(
        shape: some IndexOperand, alpha: Tensor, seed: Int? = nil, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        let site = CreationSite(file, line)
        return nameScope(name ?? "random_gamma") {
            addRandom(inputs: [shapeOperand(shape, site), alpha], seed: seed, name: RandomGamma.type, site: site) {
                var definition = RandomGamma()
                definition.seeds = $0
                return definition
            }
        }
    }
}
