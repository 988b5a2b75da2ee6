public import AdjointCore
import AdjointOperations

/// One step of a recurrent net: from an input `[batch, inputs]` and a state to an output `[batch, outputSize]` and the next
/// state. TF: `RNNCell`.
///
/// A cell is a description. Its weights are made by the first call of what ``makeStep()`` gives.
public protocol RecurrentCell<State>: Sendable {
    /// What is carried from step to step.
    associatedtype State: RecurrentState

    /// The width of the output.
    var outputSize: Int { get }

    /// The widths of the state's tensors, in their order.
    var stateSizes: [Int] { get }

    /// A state of zeros in the current name scope.
    ///
    /// - Parameter batchSize: The number of examples.
    func zeroState(batchSize: BatchSize, dtype: DType, in graph: Graph) -> State

    /// The function of one step. Its first call makes the weights, in the variable scope where it stands; every further
    /// call uses them again.
    func makeStep() -> RecurrentStep<State>
}

/// One step of a recurrent net. See ``RecurrentCell/makeStep()``.
public typealias RecurrentStep<State> = (_ input: Tensor, _ state: State) -> (output: Tensor, state: State)

/// The number of examples in a batch: known now, or a scalar that the graph computes.
public enum BatchSize: Sendable, ExpressibleByIntegerLiteral {
    case known(Int)
    case computed(Tensor)

    public init(integerLiteral value: Int) { self = .known(value) }

    /// The extent of a dimension of a tensor.
    init(_ dimension: Int, of tensor: Tensor, site: CreationSite) {
        if let known = tensor.shape[dimension] {
            self = .known(known)
        } else {
            let (file, line) = (site.fileID, site.line)
            self = .computed(tensor.shapeTensor(file: file, line: line).sliced(dimension, file: file, line: line))
        }
    }
}

extension Graph {
    /// Zeros `[batch, width]`, built as TensorFlow builds them in the current name scope: the sizes are joined, and for
    /// what is kept as a state once more for the static shape.
    func zeroState(batchSize: BatchSize, width: Int, dtype: DType, isKept: Bool = true) -> Tensor {
        func operands() -> [Tensor] {
            let batch =
                switch batchSize {
                case .known(let count): constant([Int32(clamping: count)])
                case .computed(let count): count.expandingDimensions(at: 0)
                }
            return [batch, constant([Int32(clamping: width)])]
        }
        let zeros = zeros(shape: concatenate(operands(), axis: 0), dtype: dtype)
        if isKept { _ = operands() }
        return zeros
    }
}

/// The scope of a cell's weights: opened where the first step stands, entered again by the others.
struct CellScope {
    /// The cell's own name, made unique where it is opened.
    private let name: String
    private let reuse: VariableReuse
    private var opened: VariableScope?

    init(_ name: String, reuse: VariableReuse) {
        self.name = name
        self.reuse = reuse
    }

    /// Runs `body` in the scope; `isFirst` says whether weights are to be made.
    mutating func enter<Result>(_ graph: Graph, _ body: (_ isFirst: Bool) -> Result) -> Result {
        if let opened {
            return graph.variableScope(opened, reuse: .always, opensNameScope: false) {
                graph.nameScope(opened.originalNameScope + "/") { body(false) }
            }
        }
        var scope: VariableScope?
        defer { opened = scope }
        func first() -> Result {
            scope = graph.currentVariableScope
            return body(true)
        }
        let (name, reuse) = (name, reuse)
        return reuse == .never
            ? graph.variableScope(defaultName: name, first) : graph.variableScope(name, reuse: reuse, first)
    }
}

extension RecurrentCell {
    /// A step that makes weights of its first input, in a scope of the given name, and uses them in every call.
    func makeStep<Weights>(
        named name: String, reuse: VariableReuse, site: CreationSite,
        weights makeWeights: @escaping (_ input: Tensor, _ width: Int) -> Weights,
        body: @escaping (Weights, _ input: Tensor, State) -> (output: Tensor, state: State)
    ) -> RecurrentStep<State> {
        var scope = CellScope(name, reuse: reuse)
        var weights: Weights?
        return { input, state in
            if let invalid = ([input] + state.tensors).first(where: { !$0.isValid }) { return (invalid, state) }
            guard input.shape.rank == 2, let width = input.shape[1], DTypeSet.real.contains(input.dtype) else {
                let mistake = input.graph.record(
                    GraphError(
                        .shape,
                        "a cell takes float32 or float64 of rank 2 whose last dimension is known, not \(input.type)",
                        operationType: name, site: site))
                return (mistake, state)
            }
            return scope.enter(input.graph) { isFirst in
                let current = isFirst ? makeWeights(input, width) : weights!
                weights = current
                return body(current, input, state)
            }
        }
    }
}
