public import AdjointCore
public import AdjointOperations

/// A long short-term memory with optional peepholes, clipping and projection of its output. Sak et al. (2014).
/// TF: `LSTMCell`.
///
/// The weights are `lstm_cell/kernel` `[inputs + outputs, 4·units]`, `lstm_cell/bias` `[4·units]`, with peepholes
/// `lstm_cell/w_f_diag`, `w_i_diag` and `w_o_diag` `[units]`, and with a projection `lstm_cell/projection/kernel`
/// `[units, outputs]`.
public struct LSTMCell: RecurrentCell {
    /// The width of the memory.
    public var units: Int
    /// Whether the gates see the memory.
    public var usesPeepholes: Bool
    /// The largest magnitude in the memory.
    public var memoryLimit: Double?
    /// Of kernels and peepholes; by default the variable scope's, or else Glorot's uniform.
    public var initializer: Initializer?
    /// The width of the output, if it is projected.
    public var projectionSize: Int?
    /// The largest magnitude in a projected output.
    public var projectionLimit: Double?
    /// Added to the forget gate, so that little is forgotten early in training.
    public var forgetBias: Double
    /// The nonlinearity.
    public var activation: Activation
    /// The name, `lstm_cell` by default.
    public var name: String?
    /// Whether the weights are made or found.
    public var reuse: VariableReuse
    private let site: CreationSite

    /// A cell of a width.
    public init(
        _ units: Int, usesPeepholes: Bool = false, memoryLimit: Double? = nil, initializer: Initializer? = nil,
        projectionSize: Int? = nil, projectionLimit: Double? = nil, forgetBias: Double = 1,
        activation: Activation = .tanh, name: String? = nil, reuse: VariableReuse = .never,
        file: StaticString = #fileID, line: UInt = #line
    ) {
        self.units = units
        self.usesPeepholes = usesPeepholes
        self.memoryLimit = memoryLimit
        self.initializer = initializer
        self.projectionSize = projectionSize
        self.projectionLimit = projectionLimit
        self.forgetBias = forgetBias
        self.activation = activation
        self.name = name
        self.reuse = reuse
        site = CreationSite(file, line)
    }

    public var outputSize: Int { projectionSize ?? units }

    public var stateSizes: [Int] { [units, outputSize] }

    public func zeroState(batchSize: BatchSize, dtype: DType, in graph: Graph) -> LSTMState {
        graph.nameScope("LSTMCellZeroState") {
            LSTMState(
                memory: graph.zeroState(batchSize: batchSize, width: units, dtype: dtype),
                output: graph.zeroState(batchSize: batchSize, width: outputSize, dtype: dtype))
        }
    }

    public func makeStep() -> RecurrentStep<LSTMState> {
        makeStep(
            named: name ?? "lstm_cell", reuse: reuse, site: site, weights: { Weights(self, like: $0, width: $1) },
            body: { weights, input, state in
                let gates = weights.gates.applied(to: [input, state.output], site: site).split(count: 4, axis: 1)
                guard gates.count == 4 else { return (gates.first ?? input, state) }
                let previous = state.memory
                func gate(_ value: Tensor, _ peephole: KeyPath<Peepholes, Variable>, _ memory: Tensor) -> Tensor {
                    guard let peepholes = weights.peepholes else { return value.sigmoid() }
                    return (value + peepholes[keyPath: peephole].value * memory).sigmoid()
                }
                let kept = gate(gates[2] + forgetBias, \.forget, previous) * previous
                let added = gate(gates[0], \.input, previous) * activation.apply(to: gates[1])
                var memory = kept + added
                if let memoryLimit { memory = memory.clipped(from: -memoryLimit, to: memoryLimit) }
                var output = gate(gates[3], \.output, memory) * activation.apply(to: memory)
                if let projection = weights.projection {
                    output = output.multiplied(byMatrix: projection.value)
                    if let projectionLimit { output = output.clipped(from: -projectionLimit, to: projectionLimit) }
                }
                return (output, LSTMState(memory: memory, output: output))
            })
    }

    private struct Peepholes {
        let forget: Variable
        let input: Variable
        let output: Variable
    }

    private struct Weights {
        let gates: CellWeights
        var peepholes: Peepholes?
        var projection: Variable?

        init(_ cell: LSTMCell, like tensor: Tensor, width: Int) {
            let (graph, site) = (tensor.graph, cell.site)
            func variable(_ name: String, _ shape: [Int]) -> Variable {
                graph.getVariable(
                    name, shape: shape, dtype: tensor.dtype, initializer: cell.initializer, file: site.fileID,
                    line: site.line)
            }
            gates = CellWeights(
                width + cell.outputSize, 4 * cell.units, like: tensor, kernelInitializer: cell.initializer, site: site)
            if cell.usesPeepholes {
                peepholes = Peepholes(
                    forget: variable("w_f_diag", [cell.units]), input: variable("w_i_diag", [cell.units]),
                    output: variable("w_o_diag", [cell.units]))
            }
            if let size = cell.projectionSize { projection = variable("projection/kernel", [cell.units, size]) }
        }
    }
}
