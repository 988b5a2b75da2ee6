public import AdjointCore
import AdjointOperations

/// Cells on top of each other: the output of each is the input of the next. TF: `MultiRNNCell`.
///
/// The weights are those of the cells, under `multi_rnn_cell/cell_0`, `multi_rnn_cell/cell_1`…. The cells may differ in kind
/// and width as long as their states are of one type.
public struct StackedCell<CellState: RecurrentState>: RecurrentCell {
    /// The cells, the lowest first.
    public let cells: [any RecurrentCell<CellState>]

    /// A stack of cells, the lowest first.
    ///
    /// - Precondition: there is at least one.
    public init(_ cells: [any RecurrentCell<CellState>]) {
        precondition(!cells.isEmpty, "a stack needs at least one cell")
        self.cells = cells
    }

    public var outputSize: Int { cells[cells.count - 1].outputSize }

    public var stateSizes: [Int] { cells.flatMap(\.stateSizes) }

    public func zeroState(batchSize: BatchSize, dtype: DType, in graph: Graph) -> [CellState] {
        graph.nameScope("MultiRNNCellZeroState") {
            cells.map { $0.zeroState(batchSize: batchSize, dtype: dtype, in: graph) }
        }
    }

    public func makeStep() -> RecurrentStep<[CellState]> {
        let steps = cells.map { $0.makeStep() }
        var scope = CellScope("multi_rnn_cell", reuse: .never)
        return { input, states in
            guard states.count == steps.count else {
                let mistake = input.graph.record(
                    GraphError(.arity, "\(states.count) states for a stack of \(steps.count) cells"))
                return (mistake, states)
            }
            let graph = input.graph
            // TensorFlow enters the surrounding variable scope again before it opens the cell's own.
            return graph.variableScope(graph.currentVariableScope) {
                scope.enter(graph) { _ in
                    var current = input
                    var next: [CellState] = []
                    for (index, step) in steps.enumerated() {
                        let (output, state) = graph.variableScope("cell_\(index)") { step(current, states[index]) }
                        current = output
                        next.append(state)
                    }
                    return (current, next)
                }
            }
        }
    }
}
