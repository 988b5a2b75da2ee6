public import AdjointCore
import AdjointOperations

/// A recurrent net run over sequences by a loop, however long they are. TF: `tf.nn.dynamic_rnn`.
///
/// inputs: `[batch, time, width]` with a known width; float32, float64. The outputs are `[batch, time, outputSize]`. Of
/// sequences that are shorter than the longest, outputs beyond the end are zeros and the state is that at the end.
/// - Parameters:
///   - sequenceLengths: `[batch]`, integers; all steps by default.
///   - initialState: Zeros by default.
///   - isTimeMajor: Whether inputs and outputs are `[time, batch, …]`, which saves transposing them.
///   - parallelIterations: Kept for TensorFlow.
///   - swapsMemory: Kept for TensorFlow.
///   - name: The variable scope of the weights.
public func dynamicRNN<Cell: RecurrentCell>(
    _ cell: Cell, over inputs: Tensor, sequenceLengths: Tensor? = nil, initialState: Cell.State? = nil,
    isTimeMajor: Bool = false, parallelIterations: Int = 32, swapsMemory: Bool = false, name: String = "rnn",
    file: StaticString = #fileID, line: UInt = #line
) -> (outputs: Tensor, state: Cell.State) {
    let net = DynamicRNN(
        cell: cell, isTimeMajor: isTimeMajor, parallelIterations: parallelIterations, swapsMemory: swapsMemory,
        site: CreationSite(file, line))
    return inputs.graph.variableScope(name) {
        net.run(over: inputs, sequenceLengths: sequenceLengths, from: initialState)
    }
}

/// Two recurrent nets run over sequences by loops, one of them backward. TF: `tf.nn.bidirectional_dynamic_rnn`.
///
/// inputs: `[batch, time, width]`; the outputs of each are `[batch, time, outputSize]`. Sequences that are shorter than the
/// longest are reversed within their own length.
/// - Parameters:
///   - sequenceLengths: `[batch]`, integers; all steps by default.
///   - initialForwardState: Zeros by default.
///   - initialBackwardState: Zeros by default.
///   - isTimeMajor: Whether inputs and outputs are `[time, batch, …]`.
///   - name: The variable scope of the weights, which are below `fw` and `bw`.
public func dynamicBidirectionalRNN<Forward: RecurrentCell, Backward: RecurrentCell>(
    forward: Forward, backward: Backward, over inputs: Tensor, sequenceLengths: Tensor? = nil,
    initialForwardState: Forward.State? = nil, initialBackwardState: Backward.State? = nil, isTimeMajor: Bool = false,
    name: String = "bidirectional_rnn", file: StaticString = #fileID, line: UInt = #line
) -> (
    outputs: (forward: Tensor, backward: Tensor), states: (forward: Forward.State, backward: Backward.State)
) {
    let (graph, site) = (inputs.graph, CreationSite(file, line))
    func reversed(_ sequences: Tensor) -> Tensor {
        let (time, batch) = isTimeMajor ? (0, 1) : (1, 0)
        guard let sequenceLengths else { return sequences.reversed(axes: [time], file: file, line: line) }
        return sequences.reversedSequences(
            lengths: sequenceLengths, axis: time, batchAxis: batch, file: file, line: line)
    }
    func net<Cell: RecurrentCell>(_ cell: Cell) -> DynamicRNN<Cell> {
        DynamicRNN(cell: cell, isTimeMajor: isTimeMajor, parallelIterations: 32, swapsMemory: false, site: site)
    }
    let (there, back) = graph.variableScope(name) {
        let there = graph.reenteringVariableScope("fw") {
            net(forward).run(over: inputs, sequenceLengths: sequenceLengths, from: initialForwardState)
        }
        let back = graph.variableScope("bw") {
            let sequences = reversed(inputs)
            return graph.variableScope(graph.currentVariableScope) {
                net(backward).run(over: sequences, sequenceLengths: sequenceLengths, from: initialBackwardState)
            }
        }
        return (there, back)
    }
    return ((there.outputs, reversed(back.outputs)), (there.state, back.state))
}

/// A recurrent net under construction as a loop.
private struct DynamicRNN<Cell: RecurrentCell> {
    let cell: Cell
    let isTimeMajor: Bool
    let parallelIterations: Int
    let swapsMemory: Bool
    let site: CreationSite

    /// What is known of the sequences, which are `[time, batch, width]`.
    private struct Sequences {
        let values: Tensor
        let lengths: Tensor?
        let zeroOutput: Tensor
    }

    /// Builds the loop in the current variable scope.
    func run(
        over inputs: Tensor, sequenceLengths: Tensor?, from initialState: Cell.State?
    ) -> (outputs: Tensor, state: Cell.State) {
        let graph = inputs.graph
        func failed(_ mistake: Tensor) -> (outputs: Tensor, state: Cell.State) {
            (mistake, initialState ?? cell.zeroState(batchSize: 1, dtype: .float32, in: graph))
        }
        if let invalid = ([inputs] + (sequenceLengths.map { [$0] } ?? [])).first(where: { !$0.isValid }) {
            return failed(invalid)
        }
        guard inputs.shape.rank == 3, inputs.shape[2] != nil, DTypeSet.real.contains(inputs.dtype) else {
            return failed(
                graph.record(
                    GraphError(
                        .shape,
                        "a recurrent net takes float32 or float64 of rank 3 whose last dimension is known, not "
                            + "\(inputs.type)", operationType: "rnn", site: site)))
        }
        let values = isTimeMajor ? inputs : inputs.swappingBatchAndTime(site: site)
        let lengths = sequenceLengths.map { lengths in
            (lengths.dtype == .int32 ? lengths : lengths.cast(to: .int32)).identity(name: "sequence_length")
        }
        let batchSize = BatchSize(1, of: values, site: site)
        let state = initialState ?? cell.zeroState(batchSize: batchSize, dtype: inputs.dtype, in: graph)
        let checkedLengths = lengths.map { checked($0, asManyAs: batchSize) }
        let timeSteps = values.shapeTensor()[0]
        let zeroOutput = graph.zeroState(
            batchSize: BatchSize(1, of: values, site: site), width: cell.outputSize, dtype: inputs.dtype, isKept: false)
        let result = loop(
            over: Sequences(values: values, lengths: checkedLengths, zeroOutput: zeroOutput), timeSteps: timeSteps,
            from: state)
        guard let result else { return failed(.invalid(in: graph)) }
        let outputs = isTimeMajor ? result.outputs : result.outputs.swappingBatchAndTime(site: site)
        return (outputs, result.state)
    }

    /// The lengths, of which there must be one for each sequence. TF: `_assert_has_shape`.
    private func checked(_ lengths: Tensor, asManyAs batchSize: BatchSize) -> Tensor {
        let (graph, file, line) = (lengths.graph, site.fileID, site.line)
        let shape = lengths.shapeTensor(file: file, line: line)
        let expected =
            switch batchSize {
            case .known(let count): graph.constant([Int32(clamping: count)], name: "stack")
            case .computed(let count): stack([count], file: file, line: line)
            }
        let check = graph.assertion(
            that: shape.isEqual(to: expected, file: file, line: line).all(file: file, line: line),
            showing: [
                ("Expected shape for Tensor \(lengths.name) is ", expected), (" but saw shape: ", shape),
            ], file: file, line: line)
        return graph.withControlDependencies(on: check.map { [$0] } ?? []) {
            lengths.identity(name: "CheckSeqLen", file: file, line: line)
        }
    }

    /// The loop, with the outputs `[time, batch, outputSize]`. TF: `_dynamic_rnn_loop`.
    private func loop(
        over sequences: Sequences, timeSteps: Tensor, from initialState: Cell.State
    ) -> (outputs: Tensor, state: Cell.State)? {
        let (graph, values) = (timeSteps.graph, sequences.values)
        let lastStep = sequences.lengths.map { lengths -> Tensor in
            _ = lengths.min()
            return lengths.max()
        }
        let time = graph.constant(Int32(0), name: "time")
        let arrayScope = graph.resolveNameScope("dynamic_rnn")
        func array(_ name: String, _ elementShape: Shape) -> TensorArray {
            graph.tensorArray(
                values.dtype, count: timeSteps, elementShape: elementShape, arrayName: arrayScope + "/" + name)
        }
        let outputShape: Shape = [values.shape[1], cell.outputSize]
        let outputs = array("output_0", outputShape)
        let inputs = array("input_0", [values.shape[1], values.shape[2]]).unstackingBeside(values)
        let bound = minimum(timeSteps, maximum(1, lastStep ?? timeSteps))
        guard bound.isValid, outputs.flow.isValid, inputs.flow.isValid else { return nil }

        let step = cell.makeStep()
        let scope = graph.resolveNameScope("while")
        let counter = graph.nameScope(scope + "/") { graph.constant(Int32(0), name: "iteration_counter") }
        let results = whileLoop(
            [counter, time, outputs.flow] + initialState.tensors, parallelIterations: parallelIterations,
            swapsMemory: swapsMemory, name: scope + "/", file: site.fileID, line: site.line
        ) { variables in
            variables[0].isLess(than: timeSteps).logicalAnd(variables[1].isLess(than: bound))
        } do: { variables in
            let next = variables[0] + 1
            let state = initialState.replacing(with: variables[3...])
            let input = inputs.read(variables[1])
            let isOver = sequences.lengths.map { variables[1].isGreaterOrEqual(to: $0) }
            var (output, following) = step(input, state)
            if let isOver, output.isValid, following.tensors.allSatisfy(\.isValid) {
                output = output.kept(unless: isOver, else: sequences.zeroOutput)
                let tensors = zip(following.tensors, state.tensors).map { $0.kept(unless: isOver, else: $1) }
                following = following.replacing(with: tensors[...])
            }
            guard output.isValid else { return [output] }
            let written = graph.colocated(with: output.operation) {
                outputs.after(variables[2]).write(output, at: variables[1])
            }
            return [next, variables[1] + 1, written.flow] + following.tensors
        }
        guard results.count == 3 + initialState.tensors.count else { return nil }
        let stacked = graph.colocated(with: outputs.handle.operation) {
            graph.nameScope("TensorArrayStack") {
                outputs.after(results[2]).gather(graph.range(to: timeSteps))
            }
        }
        graph.refineShape(of: stacked, to: [values.shape[0], values.shape[1], cell.outputSize])
        return (stacked, initialState.replacing(with: results[3...]))
    }
}

extension Tensor {
    /// This result where the sequence goes on, `other` where it is over. TF: `_copy_one_through`.
    func kept(unless isOver: Tensor, else other: Tensor) -> Tensor {
        graph.colocated(with: operation) { selectRows(isOver, then: other, else: self) }
    }

    /// The first two dimensions swapped, as TensorFlow does it for any rank. TF: `_transpose_batch_time`.
    fileprivate func swappingBatchAndTime(site: CreationSite) -> Tensor {
        guard isValid, let dimensions = shape.partialDimensions else { return self }
        let rank = rankTensor()
        let others = graph.range(from: 2, to: rank)
        let scope = graph.resolveNameScope("concat")
        let permutation = graph.nameScope(scope + "/") {
            concatenate(
                [graph.constant([Int32(1), 0], name: "values_0"), others], axis: 0, name: scope + "/",
                file: site.fileID, line: site.line)
        }
        let result = transposed(permutation: permutation, name: "transpose", file: site.fileID, line: site.line)
        graph.refineShape(of: result, to: Shape([dimensions[1], dimensions[0]] + dimensions[2...]))
        return result
    }
}

extension TensorArray {
    /// The array with the rows of a tensor as its elements, written where the tensor lives.
    fileprivate func unstackingBeside(_ value: Tensor) -> TensorArray {
        guard handle.isValid, value.isValid else { return self }
        let graph = value.graph
        return graph.nameScope("TensorArrayUnstack") {
            let indices = graph.range(to: value.shapeTensor()[0])
            return graph.colocated(with: value.operation) { scatter(value, at: indices) }
        }
    }
}
