import AdjointCore

// TensorFlow's older handles are string references. In a plan they are handles like any other, so what would take one
// for a string is refused before it can read it.
extension Specialization {
    /// Whether a value is a string in the graph and a handle in the plan.
    func isStringHandle(_ output: NodeOutput, _ value: PlanValue) -> Bool {
        nodes[value.node].outputs[value.port].dtype == .resource
            && snapshot[Int(output.node)].outputs[Int(output.port)].dtype == .string
    }

    /// Checks that handles come only to ops that use them or hand them on, and that these get no mere string.
    func checkStringHandles(_ node: Node, _ inputs: [PlanValue?]) throws(GraphError) {
        guard let traits = node.definition?.traits else { return }
        for (position, value) in inputs.enumerated() {
            guard let value else { continue }
            let output = node.inputs[position]
            let isHandle = isStringHandle(output, value)
            guard isHandle || traits.hasStringHandle else { continue }
            let isAccepted: Bool
            switch traits.role {
            // What is merged may be one or the other, depending on the run.
            case .merge, .nextIteration: isAccepted = false
            case .switch: isAccepted = position == 0
            default: isAccepted = traits.hasStringHandle || traits.aliases.values.contains(position)
            }
            if isHandle, !isAccepted {
                throw failure(
                    node, inputs.compactMap { $0 }, .elementType, "input \(position) is a handle, not a string")
            }
            let isString = position == 0 && (node.definition?.takesString ?? false)
            if traits.hasStringHandle, isString, !isHandle {
                throw failure(
                    node, inputs.compactMap { $0 }, .elementType, "input \(position) is a string, not a handle")
            }
        }
    }
}

extension OperationDefinition {
    /// Whether the first output is a string whatever the attributes say: a handle, if the op has any.
    var givesString: Bool { Self.signature.outputs.first?.isString ?? false }

    /// Whether the first input is a string whatever the attributes say.
    var takesString: Bool { Self.signature.inputs.first?.isString ?? false }
}

extension OperationArgument {
    fileprivate var isString: Bool {
        if case .fixed(.string) = elementType { true } else { false }
    }
}
