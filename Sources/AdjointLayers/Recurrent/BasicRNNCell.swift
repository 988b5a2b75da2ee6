public import AdjointCore
public import AdjointOperations

/// The simplest recurrent cell: output = state = activation([input, state] · kernel + bias). TF: `BasicRNNCell`.
///
/// The weights are `basic_rnn_cell/kernel` `[inputs + units, units]` and `basic_rnn_cell/bias` `[units]`.
public struct BasicRNNCell: RecurrentCell {
    /// The width of state and output.
    public var units: Int
    /// The nonlinearity.
    public var activation: Activation
    /// The name, `basic_rnn_cell` by default.
    public var name: String?
    /// Whether the weights are made or found.
    public var reuse: VariableReuse
    private let site: CreationSite

    /// A cell of a width.
    public init(
        _ units: Int, activation: Activation = .tanh, name: String? = nil, reuse: VariableReuse = .never,
        file: StaticString = #fileID, line: UInt = #line
    ) {
        self.units = units
        self.activation = activation
        self.name = name
        self.reuse = reuse
        site = CreationSite(file, line)
    }

    public var outputSize: Int { units }

    public var stateSizes: [Int] { [units] }

    public func zeroState(batchSize: BatchSize, dtype: DType, in graph: Graph) -> Tensor {
        graph.nameScope("BasicRNNCellZeroState") {
            graph.zeroState(batchSize: batchSize, width: units, dtype: dtype)
        }
    }

    public func makeStep() -> RecurrentStep<Tensor> {
        makeStep(
            named: name ?? "basic_rnn_cell", reuse: reuse, site: site,
            weights: { input, width in CellWeights(width + units, units, like: input, site: site) },
            body: { weights, input, state in
                let output = activation.apply(to: weights.applied(to: [input, state], site: site))
                return (output, output)
            })
    }
}

/// A kernel and a bias that a cell applies to its inputs side by side.
struct CellWeights {
    let kernel: Variable
    let bias: Variable

    /// Makes the weights in the current variable scope.
    init(
        _ inputs: Int, _ outputs: Int, like tensor: Tensor, prefix: String = "", kernelInitializer: Initializer? = nil,
        biasInitializer: Initializer = .zeros, site: CreationSite
    ) {
        let graph = tensor.graph
        kernel = graph.getVariable(
            prefix + "kernel", shape: [inputs, outputs], dtype: tensor.dtype, initializer: kernelInitializer,
            file: site.fileID, line: site.line)
        bias = graph.getVariable(
            prefix + "bias", shape: [outputs], dtype: tensor.dtype, initializer: biasInitializer, file: site.fileID,
            line: site.line)
    }

    /// [inputs…] · kernel + bias.
    func applied(to inputs: [Tensor], site: CreationSite) -> Tensor {
        let (file, line) = (site.fileID, site.line)
        return concatenate(inputs, axis: 1, file: file, line: line)
            .multiplied(byMatrix: kernel.value, file: file, line: line)
            .addingBias(bias.value, file: file, line: line)
    }
}
