import AdjointCore

// Conditionals of TensorFlow 1 are Switch and Merge: a switch hands its data to one of two outputs, everything that
// hangs on the other is dead, and a merge returns whichever input is alive. With the predicate known none of this is
// left in the plan: values pass straight through. What is decided during the run stays, and is gathered into blocks
// (``ControlBlocks``).
extension Specialization {
    /// An input of a loop's merge that comes from the previous iteration.
    struct BackEdge {
        var merge: Int
        /// Which input of the graph's merge it is.
        var position: Int
        var source: NodeOutput
    }

    /// Resolves a switch: output 1 is the data if the predicate is true, output 0 if it is false.
    mutating func addSwitch(
        _ node: Node, index: Int, inputs: [PlanValue], controlInputs: [Int]
    ) throws(GraphError) -> Int32 {
        guard let predicate = constant(of: inputs[1]) else {
            let type = nodes[inputs[0].node].outputs[inputs[0].port]
            return Int32(
                append(
                    PlanNode(
                        operation: node.definition!, inputs: inputs, controlInputs: controlInputs,
                        outputs: [type, type], origin: index)))
        }
        guard let isTaken = try? predicate.scalar(as: Bool.self) else {
            throw failure(
                node, inputs, .shape, "the predicate must be one bool, not \(predicate.dtype.name) \(predicate.shape)")
        }
        places[NodeOutput(Int32(index), isTaken ? 1 : 0)] = .value(inputs[0])
        places[NodeOutput(Int32(index), isTaken ? 0 : 1)] = .dead
        return Int32(inputs[0].node)
    }

    /// Resolves a merge: the value is that of the one live input, output 1 its index. Where several may be alive, and
    /// at the head of a loop, it stays.
    mutating func addMerge(
        _ node: Node, index: Int, inputs: [PlanValue?], controlInputs: [Int]
    ) throws(GraphError) -> Int32 {
        let returning = node.inputs.indices.filter { snapshot.isBackEdge(from: node.inputs[$0], to: index) }
        let arriving = inputs.indices.filter { inputs[$0] != nil && !returning.contains($0) }
        guard let live = arriving.first else {
            for port in node.outputs.indices { places[NodeOutput(Int32(index), Int32(port))] = .dead }
            return -1
        }
        let values = arriving.map { inputs[$0]! }
        if !returning.isEmpty || values.contains(where: { isConditional[$0.node] }) {
            var outputs = node.outputs
            if returning.isEmpty { outputs[0] = commonType(of: values) }
            let merge = append(
                PlanNode(
                    operation: ArrivingValue(positions: arriving), inputs: values, controlInputs: controlInputs,
                    outputs: outputs, origin: index))
            for position in returning {
                backEdges.append(BackEdge(merge: merge, position: position, source: node.inputs[position]))
            }
            return Int32(merge)
        }
        guard values.count == 1 else { throw failure(node, values, .fetch, "more than one input is alive") }
        places[NodeOutput(Int32(index), 0)] = .value(values[0])
        if node.outputs.count > 1 {
            let array = NDArray(Int32(live))
            let constant = append(
                PlanNode(
                    operation: ConstantSource(value: array), inputs: [], outputs: [TensorType(.int32, .scalar)],
                    origin: index, constants: [array]))
            places[NodeOutput(Int32(index), 1)] = .value(PlanValue(constant))
        }
        return Int32(values[0].node)
    }

    private func commonType(of values: [PlanValue]) -> TensorType {
        var type = nodes[values[0].node].outputs[values[0].port]
        for value in values.dropFirst() {
            let shape = nodes[value.node].outputs[value.port].shape
            guard let rank = type.shape.rank, shape.rank == rank else {
                type.shape = .unknown
                break
            }
            type.shape = Shape((0..<rank).map { type.shape[$0] == shape[$0] ? shape[$0] : nil })
        }
        return type
    }
}

/// A merge that stayed: the one of its inputs that is alive, and that input's position in the graph's merge.
struct ArrivingValue: ExecutableOperation {
    /// The positions of the inputs in the graph's merge; some may have fallen away.
    var positions: [Int]

    var traits: OperationTraits {
        var traits = OperationTraits()
        traits.role = .merge
        return traits
    }

    var displayName: String { "merge" }

    func bind(_ context: borrowing BindingContext) throws -> Kernel {
        preconditionFailure("a merge has no kernel")
    }
}
