public import AdjointCore
import AdjointOperations

/// A recurrent net unrolled over a list of inputs: as many copies of the cell's ops as there are steps.
/// TF: `tf.nn.static_rnn`.
///
/// inputs: each `[batch, width]` with a known width; float32, float64. The outputs are `[batch, outputSize]` each.
/// - Parameters:
///   - sequenceLengths: `[batch]`, integers; all steps by default. Beyond the end of a sequence outputs are zeros and the
///     state stays; steps beyond all ends are not computed.
///   - initialState: Zeros by default.
///   - name: The variable scope of the weights.
/// - Precondition: there is at least one input.
/// - Complexity: O(steps) ops; `dynamicRNN` has O(1).
public func staticRNN<Cell: RecurrentCell>(
    _ cell: Cell, over inputs: [Tensor], sequenceLengths: Tensor? = nil, initialState: Cell.State? = nil,
    name: String = "rnn", file: StaticString = #fileID, line: UInt = #line
) -> (outputs: [Tensor], state: Cell.State) {
    precondition(!inputs.isEmpty, "a recurrent net needs at least one step")
    return inputs[0].graph.variableScope(name) {
        unrolled(
            cell, over: inputs, sequenceLengths: sequenceLengths, from: initialState, site: CreationSite(file, line))
    }
}

/// Two recurrent nets unrolled over a list of inputs, one of them backward; their outputs side by side.
/// TF: `tf.nn.static_bidirectional_rnn`.
///
/// inputs: each `[batch, width]`. The outputs are `[batch, forward.outputSize + backward.outputSize]` each.
/// - Parameters:
///   - sequenceLengths: `[batch]`, integers; all steps by default. Each sequence is reversed within its own length.
///   - initialForwardState: Zeros by default.
///   - initialBackwardState: Zeros by default.
///   - name: The variable scope of the weights, which are below `fw` and `bw`.
/// - Precondition: there is at least one input.
public func staticBidirectionalRNN<Forward: RecurrentCell, Backward: RecurrentCell>(
    forward: Forward, backward: Backward, over inputs: [Tensor], sequenceLengths: Tensor? = nil,
    initialForwardState: Forward.State? = nil, initialBackwardState: Backward.State? = nil,
    name: String = "bidirectional_rnn", file: StaticString = #fileID, line: UInt = #line
) -> (outputs: [Tensor], forwardState: Forward.State, backwardState: Backward.State) {
    precondition(!inputs.isEmpty, "a recurrent net needs at least one step")
    let (graph, site) = (inputs[0].graph, CreationSite(file, line))
    func reversed(_ sequence: [Tensor]) -> [Tensor] {
        guard let sequenceLengths else { return sequence.reversed() }
        return stack(sequence, file: file, line: line)
            .reversedSequences(lengths: sequenceLengths, axis: 0, batchAxis: 1, file: file, line: line)
            .unstacked(count: sequence.count, file: file, line: line)
    }
    let (there, back) = graph.variableScope(name) {
        let there = graph.reenteringVariableScope("fw") {
            unrolled(
                forward, over: inputs, sequenceLengths: sequenceLengths, from: initialForwardState, site: site)
        }
        let back = graph.variableScope("bw") {
            let reversedInputs = reversed(inputs)
            return graph.variableScope(graph.currentVariableScope) {
                unrolled(
                    backward, over: reversedInputs, sequenceLengths: sequenceLengths, from: initialBackwardState,
                    site: site)
            }
        }
        return (there, back)
    }
    let outputs = zip(there.outputs, reversed(back.outputs)).map {
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
    _ cell: Cell, over inputs: [Tensor], sequenceLengths: Tensor?, from initialState: Cell.State?, site: CreationSite
) -> (outputs: [Tensor], state: Cell.State) {
    let (graph, dtype) = (inputs.first?.graph, inputs.first?.dtype)
    guard let graph, let dtype else { preconditionFailure("a recurrent net needs at least one step") }
    let batchSize = BatchSize(0, of: inputs[0], site: site)
    var state = initialState ?? cell.zeroState(batchSize: batchSize, dtype: dtype, in: graph)
    let lengths = sequenceLengths.map { lengths in
        SequenceLengths(
            lengths, zeroOutput: graph.zeroState(batchSize: batchSize, width: cell.outputSize, dtype: dtype))
    }
    let step = cell.makeStep()
    let outputs = inputs.enumerated().map { time, input in
        let (output, next) = lengths?.step(step, at: time, input, state) ?? step(input, state)
        state = next
        return output
    }
    return (outputs, state)
}

/// The lengths of unrolled sequences.
private struct SequenceLengths {
    let lengths: Tensor
    let shortest: Tensor
    let longest: Tensor
    let zeroOutput: Tensor

    init(_ lengths: Tensor, zeroOutput: Tensor) {
        self.lengths = lengths.dtype == .int32 ? lengths : lengths.cast(to: .int32)
        shortest = self.lengths.min()
        longest = self.lengths.max()
        self.zeroOutput = zeroOutput
    }

    /// A step that is not computed once all sequences are over, and left out of those that are. TF: `_rnn_step`.
    func step<State: RecurrentState>(
        _ step: RecurrentStep<State>, at time: Int, _ input: Tensor, _ state: State
    ) -> (output: Tensor, state: State) {
        let isOver = lengths.isLessOrEqual(to: time)
        let results = cond(longest.isLessOrEqual(to: time)) {
            [zeroOutput] + state.tensors
        } else: {
            let (output, next) = step(input, state)
            let computed = [output] + next.tensors
            guard computed.allSatisfy(\.isValid) else { return computed }
            return cond(shortest.isGreater(than: time)) {
                computed
            } else: {
                zip(computed, [zeroOutput] + state.tensors).map { $0.kept(unless: isOver, else: $1) }
            }
        }
        guard results.count == 1 + state.tensors.count else { return (.invalid(in: input.graph), state) }
        return (results[0], state.replacing(with: results[1...]))
    }
}
