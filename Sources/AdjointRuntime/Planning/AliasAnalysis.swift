import AdjointCore

/// Which values of a plan share one buffer, and which of those buffers are variables.
///
/// An identity's output *is* its input; the reference a write returns *is* the variable. Every value leads through such
/// steps to one root value, whose memory it uses. A view whose shape is known only during a run is its own root: it has
/// a shape to keep; only variables lead through it all the same, for they keep their own.
struct AliasAnalysis {
    private var roots: PlanValueTable<PlanValue>

    init(_ plan: PlanGraph, order: some Sequence<Int>) {
        roots = PlanValueTable(plan, repeating: PlanValue(0))
        for index in order {
            let traits = plan[index].operation.traits
            let aliases = traits.role == .merge ? mergeAliases(of: index, in: plan) : traits.aliases
            for port in plan[index].outputs.indices {
                roots[PlanValue(index, port)] = root(of: PlanValue(index, port), aliases, in: plan)
            }
        }
    }

    /// The reference that leaves a conditional is a variable's if all its sides are that one's.
    private func mergeAliases(of index: Int, in plan: PlanGraph) -> [Int: Int] {
        let sources = Set(plan[index].inputs.map { roots[$0] })
        guard sources.count == 1, plan[sources.first!.node].operation.traits.role == .variable else { return [:] }
        return [0: 0]
    }

    private func root(of value: PlanValue, _ aliases: [Int: Int], in plan: PlanGraph) -> PlanValue {
        guard !aliases.isEmpty, let input = aliases[value.port], input < plan[value.node].inputs.count else {
            return value
        }
        let source = roots[plan[value.node].inputs[input]]
        let isVariable = plan[source.node].operation.traits.role == .variable
        return isVariable || plan.type(of: value).shape.isFullyKnown ? source : value
    }

    /// The value whose memory `value` uses.
    func root(of value: PlanValue) -> PlanValue { roots.contains(value) ? roots[value] : value }

    /// The plan node of the variable that `value` leads to, `nil` if it leads to none.
    func variable(of value: PlanValue, in plan: PlanGraph) -> Int? {
        let root = root(of: value)
        return plan[root.node].operation.traits.role == .variable ? root.node : nil
    }
}

extension PlanGraph {
    /// Live nodes with inputs before users; plan indices are in that order except for what passes appended.
    func topologicalOrder(live: [Bool]) -> [Int] {
        let users = PlanUsers(self, live: live)
        var waiting = [Int32](repeating: 0, count: nodes.count)
        for index in nodes.indices where live[index] {
            waiting[index] = Int32(self[index].inputs.count + self[index].controlInputs.count)
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
