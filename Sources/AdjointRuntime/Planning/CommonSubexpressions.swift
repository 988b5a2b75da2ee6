import AdjointCore

/// The pass that computes equal pure ops on equal inputs once.
enum CommonSubexpressions {
    static func merge(in plan: inout PlanGraph) {
        var first = NodeSet(capacity: plan.nodes.count)
        for index in plan.nodes.indices where mayBeShared(index, in: plan) {
            guard let original = first.insert(index, in: plan) else { continue }
            for port in plan[index].outputs.indices {
                plan.redirect(PlanValue(index, port), to: PlanValue(original, port))
            }
            plan.redirectControl(from: index, to: original)
        }
    }

    private static func mayBeShared(_ index: Int, in plan: PlanGraph) -> Bool {
        let traits = plan[index].operation.traits
        return traits.role == .compute && !traits.isStateful && !plan[index].outputs.contains(where: \.isReference)
            // A read of a variable is as of its place in the schedule; two reads may differ.
            && !plan[index].inputs.contains(where: { plan.type(of: $0).isReference })
    }

    /// Nodes that differ from each other: a hash table of their indices.
    ///
    /// What makes two nodes equal stays in the plan. Nodes come in topological order, and merging changes only the inputs
    /// of nodes that come later, so those already here keep their hashes.
    private struct NodeSet {
        /// Nodes by hash, each in the first free place from its hash on; -1 is free.
        private var slots: [Int32]
        private let mask: Int

        init(capacity: Int) {
            var size = 16
            while size < 2 * capacity { size *= 2 }
            slots = Array(repeating: -1, count: size)
            mask = size - 1
        }

        /// Adds a node, unless one that equals it is here: then returns that.
        mutating func insert(_ index: Int, in plan: PlanGraph) -> Int? {
            var slot = Self.hash(index, in: plan) & mask
            while slots[slot] >= 0 {
                let other = Int(slots[slot])
                if Self.areEqual(index, other, in: plan) { return other }
                slot = (slot + 1) & mask
            }
            slots[slot] = Int32(index)
            return nil
        }

        private static func hash(_ index: Int, in plan: PlanGraph) -> Int {
            var hasher = Hasher()
            plan[index].operation.hash(into: &hasher)
            hasher.combine(plan[index].inputs)
            return hasher.finalize()
        }

        private static func areEqual(_ first: Int, _ second: Int, in plan: PlanGraph) -> Bool {
            plan[first].inputs == plan[second].inputs && plan[first].controlInputs == plan[second].controlInputs
                && plan[first].outputs == plan[second].outputs
                && AnyHashable(plan[first].operation) == AnyHashable(plan[second].operation)
        }
    }
}
