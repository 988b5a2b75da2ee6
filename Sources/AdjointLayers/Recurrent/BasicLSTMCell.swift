public import AdjointCore
public import AdjointOperations

/// A long short-term memory: with gates i, j, f, o of [input, output] · kernel + bias,
/// memory = memory·sigmoid(f + forgetBias) + sigmoid(i)·activation(j), output = activation(memory)·sigmoid(o).
/// Hochreiter and Schmidhuber (1997), Zaremba et al. (2014). TF: `BasicLSTMCell`.
///
/// The weights are `basic_lstm_cell/kernel` `[inputs + units, 4·units]` and `basic_lstm_cell/bias` `[4·units]`.
public struct BasicLSTMCell: RecurrentCell {
    /// The width of memory and output.
    public var units: Int
    /// Added to the forget gate, so that little is forgotten early in training.
    public var forgetBias: Double
    /// The nonlinearity.
    public var activation: Activation
    /// The name, `basic_lstm_cell` by default.
    public var name: String?
    /// Whether the weights are made or found.
    public var reuse: VariableReuse
    private let site: CreationSite

    /// A cell of a width.
    public init(
        _ units: Int, forgetBias: Double = 1, activation: Activation = .tanh, name: String? = nil,
        reuse: VariableReuse = .never, file: StaticString = #fileID, line: UInt = #line
    ) {
        self.units = units
        self.forgetBias = forgetBias
        self.activation = activation
        self.name = name
        self.reuse = reuse
        site = CreationSite(file, line)
    }

    public var outputSize: Int { units }

    public var stateSizes: [Int] { [units, units] }

    public func zeroState(batchSize: BatchSize, dtype: DType, in graph: Graph) -> LSTMState {
        graph.nameScope("BasicLSTMCellZeroState") {
            LSTMState(
                memory: graph.zeroState(batchSize: batchSize, width: units, dtype: dtype),
                output: graph.zeroState(batchSize: batchSize, width: units, dtype: dtype))
        }
    }

    public func makeStep() -> RecurrentStep<LSTMState> {
        makeStep(
            named: name ?? "basic_lstm_cell", reuse: reuse, site: site,
            weights: { input, width in CellWeights(width + units, 4 * units, like: input, site: site) },
            body: { weights, input, state in
                let graph = input.graph
                let axis = graph.constant(Int32(1))
                let gates = weights.applied(to: [input, state.output], site: site).split(count: 4, axis: axis)
                guard gates.count == 4 else { return (gates.first ?? input, state) }
                let forgetBias = graph.constant(NDArray(self.forgetBias, dtype: input.dtype))
                let kept = state.memory.multiplied(
                    by: gates[2].adding(forgetBias).sigmoid())
                let added = gates[0].sigmoid().multiplied(by: activation.apply(to: gates[1]))
                let memory = kept.adding(added)
                let output = activation.apply(to: memory).multiplied(by: gates[3].sigmoid())
                return (output, LSTMState(memory: memory, output: output))
            })
    }
}
