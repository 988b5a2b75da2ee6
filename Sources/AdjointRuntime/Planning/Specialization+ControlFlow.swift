import AdjointCore

// Conditionals of TensorFlow 1 are Switch and Merge: a switch hands its data to one of two outputs, everything that
// hangs on the other is dead, and a merge returns whichever input is alive. With the predicate known none of this is
// left in the plan: values pass straight through.
extension Specialization {
    /// Resolves a switch: output 1 is the data if the predicate is true, output 0 if it is false.
    mutating func addSwitch(_ node: Node, index: Int, inputs: [PlanValue]) throws(GraphError) -> Int32 {
        guard let predicate = constant(of: inputs[1]) else {
            throw failure(
                node, inputs, .fetch, "the predicate is computed during the run, which this version cannot execute",
                remedy: "feed the predicate, as a scalar bool")
        }
        guard let isTaken = try? predicate.scalar(as: Bool.self) else {
            throw failure(
                node, inputs, .shape, "the predicate must be one bool, not \(predicate.dtype.name) \(predicate.shape)")
        }
        places[NodeOutput(Int32(index), isTaken ? 1 : 0)] = .value(inputs[0])
        places[NodeOutput(Int32(index), isTaken ? 0 : 1)] = .dead
        return Int32(inputs[0].node)
    }

    /// Resolves a merge: the value is that of the one live input, output 1 its index.
    mutating func addMerge(_ node: Node, index: Int, inputs: [PlanValue?]) throws(GraphError) -> Int32 {
        guard let live = inputs.firstIndex(where: { $0 != nil }) else {
            for port in node.outputs.indices { places[NodeOutput(Int32(index), Int32(port))] = .dead }
            return -1
        }
        let value = inputs[live]!
        guard !inputs[(live + 1)...].contains(where: { $0 != nil }) else {
            throw failure(node, inputs.compactMap { $0 }, .fetch, "more than one input is alive")
        }
        places[NodeOutput(Int32(index), 0)] = .value(value)
        if node.outputs.count > 1 {
            let array = NDArray(Int32(live))
            let constant = append(
                PlanNode(
                    operation: ConstantSource(value: array), inputs: [], outputs: [TensorType(.int32, .scalar)],
                    origin: index, constants: [array]))
            places[NodeOutput(Int32(index), 1)] = .value(PlanValue(constant))
        }
        return Int32(value.node)
    }
}
