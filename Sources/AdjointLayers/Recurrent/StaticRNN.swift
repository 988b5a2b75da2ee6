public import AdjointCore
import AdjointOperations

/// A recurrent net unrolled over a list of inputs: as many copies of the cell's ops as there are steps.
/// TF: `tf.nn.static_rnn`.
///
/// inputs: each `[batch, width]` with a known width; float32, float64. The outputs are `[batch, outputSize]` each.
/// - Parameters:
///   - initialState: Zeros by default.
///   - name: The variable scope of the weights.
/// - Precondition: there is at least one input.
/// - Complexity: O(steps) ops; ``dynamicRNN(_:over:sequenceLengths:initialState:isTimeMajor:name:file:line:)`` has O(1).
public func staticRNN<Cell: RecurrentCell>(
    _ cell: Cell, over inputs: [Tensor], initialState: Cell.State? = nil, name: String = "rnn",
    file: StaticString = #fileID, line: UInt = #line
) -> (outputs: [Tensor], state: Cell.State) {
    precondition(!inputs.isEmpty, "a recurrent net needs at least one step")
    return inputs[0].graph.variableScope(name) {
        unrolled(cell, over: inputs, from: initialState, site: CreationSite(file, line))
    }
}

/// Two recurrent nets unrolled over a list of inputs, one of them backward; their outputs side by side.
/// TF: `tf.nn.static_bidirectional_rnn`.
///
/// inputs: each `[batch, width]`. The outputs are `[batch, forward.outputSize + backward.outputSize]` each.
/// - Parameters:
///   - initialForwardState: Zeros by default.
///   - initialBackwardState: Zeros by default.
///   - name: The variable scope of the weights, which are below `fw` and `bw`.
/// - Precondition: there is at least one input.
public func staticBidirectionalRNN<Forward: RecurrentCell, Backward: RecurrentCell>(
    forward: Forward, backward: Backward, over inputs: [Tensor], initialForwardState: Forward.State? = nil,
    initialBackwardState: Backward.State? = nil, name: String = "bidirectional_rnn", file: StaticString = #fileID,
    line: UInt = #line
) -> (outputs: [Tensor], forwardState: Forward.State, backwardState: Backward.State) {
    precondition(!inputs.isEmpty, "a recurrent net needs at least one step")
    let (graph, site) = (inputs[0].graph, CreationSite(file, line))
    let (there, back) = graph.variableScope(name) {
        let there = graph.reenteringVariableScope("fw") {
            unrolled(forward, over: inputs, from: initialForwardState, site: site)
        }
        let back = graph.reenteringVariableScope("bw") {
            unrolled(backward, over: inputs.reversed(), from: initialBackwardState, site: site)
        }
        return (there, back)
    }
    let outputs = zip(there.outputs, back.outputs.reversed()).map {
        concatenate([$0, $1], axis: 1, file: file, line: line)
    }
    return (outputs, there.state, back.state)
}

extension Graph {
    /// Opens a variable scope and enters it once more, as TensorFlow's bidirectional nets do: ops are below `fw/fw`.
    func reenteringVariableScope<Result>(_ name: String, _ body: () -> Result) -> Result {
        variableScope(name) { variableScope(currentVariableScope, body) }
    }
}

/// The steps of a cell in the current variable scope.
private func unrolled<Cell: RecurrentCell>(
    _ cell: Cell, over inputs: [Tensor], from initialState: Cell.State?, site: CreationSite
) -> (outputs: [Tensor], state: Cell.State) {
    let batchSize = BatchSize(0, of: inputs[0], site: site)
    var state =
        initialState ?? cell.zeroState(batchSize: batchSize, dtype: inputs[0].dtype, in: inputs[0].graph)
    let step = cell.makeStep()
    let outputs = inputs.map { input in
        let (output, next) = step(input, state)
        state = next
        return output
    }
    return (outputs, state)
}
