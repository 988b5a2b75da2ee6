import AdjointCore

// Nodes that share a variable are one in the plan: the first of them is the variable, the others refer to it. So what orders
// reads and writes sees one variable.
extension Specialization {
    /// Makes a variable's plan node one of the variable that the graph's nodes share, which is as the first of them says.
    mutating func shareVariable(_ node: Node, index: Int, _ planNode: inout PlanNode) throws(GraphError) {
        let first = snapshot.firstSharing(index)
        if first != index {
            let own = planNode.outputs[0]
            let shared = snapshot[first].definition?.handledVariable ?? snapshot[first].outputs[0]
            guard own.dtype == shared.dtype, own.shape.isCompatible(with: shared.shape) else {
                throw failure(
                    node, [], .variable,
                    "is \(own.dtype.name) \(own.shape) and shares its name with '\(snapshot[first].name)', which is "
                        + "\(shared.dtype.name) \(shared.shape)", remedy: "give one of them another shared_name")
            }
            planNode.outputs[0] = shared
        }
        guard let known = variables[first] else {
            // The node that is about to be appended.
            variables[first] = nodes.count
            return
        }
        planNode.operation = SharedVariable()
        planNode.inputs = [PlanValue(known)]
    }
}

/// A variable by another of its nodes.
private struct SharedVariable: ExecutableOperation {
    var traits: OperationTraits { .identity }
    var displayName: String { "shared variable" }

    func bind(_ context: borrowing BindingContext) throws -> Kernel {
        preconditionFailure("a reference to a variable has no kernel")
    }
}
