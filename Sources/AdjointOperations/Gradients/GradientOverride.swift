import AdjointCore

extension Graph {
    /// The op by whose rule a node is differentiated: its own, or the one that the program put in its place for this node.
    /// TF: `Graph.gradient_override_map`, whose choice a node keeps as `_gradient_op_type`.
    ///
    /// What stands for a call is differentiated itself, whatever TensorFlow 2 noted of the call.
    /// - Throws: ``OperationError`` for a gradient that only the program knew, and for a rule that does not fit the node.
    func differentiatedDefinition(
        of index: Int, _ own: any OperationDefinition, in snapshot: GraphSnapshot
    ) throws(OperationError) -> any OperationDefinition {
        guard let stated = snapshot.statedGradientType(of: index), stated != snapshot[index].type,
            !(own is any FunctionalOperation)
        else { return own }
        guard let definition = OperationRegistry.standard.definitions[stated] else {
            throw OperationError(
                "its gradient is '\(stated)', which the program that made the graph defined and the graph does not hold"
            )
        }
        return try decoded(definition, stated, snapshot[index])
    }

    private func decoded<Definition: OperationDefinition>(
        _: Definition.Type, _ stated: String, _ node: Node
    ) throws(OperationError) -> any OperationDefinition {
        let definition = try Definition.decoding(node.attributes)
        let inputs = node.inputs.map { output($0).type }
        guard definition.takes(inputs, outputCount: node.outputs.count) else {
            throw OperationError("its gradient is to be that of \(stated), which has other inputs or outputs")
        }
        return definition
    }
}
