import AdjointCore

/// Which values of a plan share one buffer, and which of those buffers are variables.
///
/// An identity's output *is* its input; the reference a write returns *is* the variable. Every value leads through such
/// steps to one root value, whose memory it uses. A view whose shape is known only during a run is its own root: it has
/// a shape to keep; only variables lead through it all the same, for they keep their own.
struct AliasAnalysis {
    /// The root of each value, by node and port.
    private var roots: [[PlanValue]]

    init(_ plan: PlanGraph, order: some Sequence<Int>) {
        roots = Array(repeating: [], count: plan.nodes.count)
        for index in order {
            let node = plan[index]
            let aliases = node.operation.traits.aliases
            roots[index] = node.outputs.indices.map { port in
                guard let input = aliases[port], input < node.inputs.count else { return PlanValue(index, port) }
                let source = roots[node.inputs[input].node][node.inputs[input].port]
                let isVariable = plan[source.node].operation.traits.role == .variable
                guard isVariable || node.outputs[port].shape.isFullyKnown else { return PlanValue(index, port) }
                return source
            }
        }
    }

    /// The value whose memory `value` uses.
    func root(of value: PlanValue) -> PlanValue { roots[value.node][value.port] }

    /// The plan node of the variable that `value` leads to, `nil` if it leads to none.
    func variable(of value: PlanValue, in plan: PlanGraph) -> Int? {
        let root = root(of: value)
        return plan[root.node].operation.traits.role == .variable ? root.node : nil
    }
}

extension PlanGraph {
    /// Live nodes with inputs before users; plan indices are in that order except for what passes appended.
    func topologicalOrder(live: [Bool]) -> [Int] {
        var waiting = [Int32](repeating: 0, count: nodes.count)
        var users: [[Int32]] = Array(repeating: [], count: nodes.count)
        for index in nodes.indices where live[index] {
            for source in nodes[index].inputs.map(\.node) + nodes[index].controlInputs {
                waiting[index] += 1
                users[source].append(Int32(index))
            }
        }
        var queue = nodes.indices.filter { live[$0] && waiting[$0] == 0 }
        var head = 0
        while head < queue.count {
            for user in users[queue[head]] {
                waiting[Int(user)] -= 1
                if waiting[Int(user)] == 0 { queue.append(Int(user)) }
            }
            head += 1
        }
        return queue
    }
}
