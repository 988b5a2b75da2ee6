public import AdjointCore
public import AdjointOperations

/// A gated recurrent unit: r, u = sigmoid(gates), state = u·state + (1 - u)·activation(candidate of r·state).
/// Cho et al. (2014). TF: `GRUCell`.
///
/// The weights are `gru_cell/gates/kernel` `[inputs + units, 2·units]`, `gru_cell/gates/bias`, and
/// `gru_cell/candidate/kernel` `[inputs + units, units]`, `gru_cell/candidate/bias`.
public struct GRUCell: RecurrentCell {
    /// The width of state and output.
    public var units: Int
    /// The nonlinearity of the candidate.
    public var activation: Activation
    /// Of both kernels; by default the variable scope's, or else Glorot's uniform.
    public var kernelInitializer: Initializer?
    /// Of both biases; by default ones for the gates and zeros for the candidate.
    public var biasInitializer: Initializer?
    /// The name, `gru_cell` by default.
    public var name: String?
    /// Whether the weights are made or found.
    public var reuse: VariableReuse
    private let site: CreationSite

    /// A cell of a width.
    public init(
        _ units: Int, activation: Activation = .tanh, kernelInitializer: Initializer? = nil,
        biasInitializer: Initializer? = nil, name: String? = nil, reuse: VariableReuse = .never,
        file: StaticString = #fileID, line: UInt = #line
    ) {
        self.units = units
        self.activation = activation
        self.kernelInitializer = kernelInitializer
        self.biasInitializer = biasInitializer
        self.name = name
        self.reuse = reuse
        site = CreationSite(file, line)
    }

    public var outputSize: Int { units }

    public var stateSizes: [Int] { [units] }

    public func zeroState(batchSize: BatchSize, dtype: DType, in graph: Graph) -> Tensor {
        graph.nameScope("GRUCellZeroState") { graph.zeroState(batchSize: batchSize, width: units, dtype: dtype) }
    }

    public func makeStep() -> RecurrentStep<Tensor> {
        makeStep(
            named: name ?? "gru_cell", reuse: reuse, site: site,
            weights: { input, width in
                func weights(_ outputs: Int, _ prefix: String, bias: Initializer) -> CellWeights {
                    CellWeights(
                        width + units, outputs, like: input, prefix: prefix, kernelInitializer: kernelInitializer,
                        biasInitializer: biasInitializer ?? bias, site: site)
                }
                return (
                    gates: weights(2 * units, "gates/", bias: .constant(1)),
                    candidate: weights(units, "candidate/", bias: .zeros)
                )
            },
            body: { weights, input, state in
                let gates = weights.gates.applied(to: [input, state], site: site).sigmoid().split(count: 2, axis: 1)
                let (reset, update) = (gates[0], gates[1])
                let kept = reset * state
                let candidate = activation.apply(to: weights.candidate.applied(to: [input, kept], site: site))
                let output = update * state + (1 - update) * candidate
                return (output, output)
            })
    }
}
