import AdjointCore

/// The pass that computes equal pure ops on equal inputs once.
enum CommonSubexpressions {
    private struct Key: Hashable {
        var operation: AnyHashable
        var inputs: [PlanValue]
        var controlInputs: [Int]
        var outputs: [TensorType]
    }

    static func merge(in plan: inout PlanGraph) {
        var first: [Key: Int] = [:]
        for index in plan.nodes.indices {
            let node = plan[index]
            let traits = node.operation.traits
            guard traits.role == .compute, !traits.isStateful, !node.outputs.contains(where: \.isReference),
                // A read of a variable is as of its place in the schedule; two reads may differ.
                !node.inputs.contains(where: { plan.type(of: $0).isReference })
            else { continue }
            let key = Key(
                operation: AnyHashable(node.operation), inputs: node.inputs, controlInputs: node.controlInputs,
                outputs: node.outputs)
            guard let original = first[key] else {
                first[key] = index
                continue
            }
            for port in node.outputs.indices {
                plan.redirect(PlanValue(index, port), to: PlanValue(original, port))
            }
            plan.redirectControl(from: index, to: original)
        }
    }
}
