import AdjointCore

/// The pass that drops waits for computations without effects, so that what nobody reads is not computed.
///
/// An optimizer's gradients wait for each other (TensorFlow's `tuple/group_deps`), the gradient of the first layer's
/// input among them, which nobody uses. Such waits order reads before writes; here the schedule does that by itself
/// (``Schedule``), so a wait matters only if an effect stands behind it: a write, or a stateful op.
enum EffectlessWaits {
    static func drop(from plan: inout PlanGraph) {
        var hasEffect = [Bool](repeating: false, count: plan.nodes.count)
        // Before any rewriting, plan nodes stand in topological order.
        for index in plan.nodes.indices {
            hasEffect[index] = plan[index].hasEffect { hasEffect[$0] }
        }
        for index in plan.nodes.indices where plan[index].controlInputs.contains(where: { !hasEffect[$0] }) {
            plan.setControlInputs(plan[index].controlInputs.filter { hasEffect[$0] }, of: index)
        }
    }
}

extension PlanNode {
    /// Whether the node has an effect, or needs or waits for one that has.
    func hasEffect(_ nodeHasEffect: (Int) -> Bool) -> Bool {
        let traits = operation.traits
        // Whether something in a conditional or loop runs is an effect too: what waits for it depends on that.
        return traits.role == .compute && traits.isStateful && !traits.isRandom || traits.role.isControlFlow
            || inputs.contains { nodeHasEffect($0.node) } || controlInputs.contains(where: nodeHasEffect)
    }
}
