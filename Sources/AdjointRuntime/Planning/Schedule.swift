import AdjointCore

/// The pass that puts a plan's nodes into the order they run in.
///
/// Data and control edges come first. Beyond them, for every variable: a consumer of its value that no edge puts after
/// a write runs before that write, and two unordered writes run in the order they were built. Where those rules chase
/// each other in a circle, the consumer gets a copy of the value as it was.
///
/// Writes run as soon as they may: an update right after its gradient finds it in the cache, and frees it.
struct Schedule {
    /// The live nodes in execution order.
    private(set) var order: [Int] = []

    private var plan: PlanGraph
    private let aliases: AliasAnalysis
    private var waiting: [Int32]
    private let users: PlanUsers
    private var isScheduled: [Bool]
    private let rank: [Int]
    private let byRank: [Int]
    private var ready = MinimumHeap()
    private var blockedWriters: Set<Int> = []
    /// Variable node → the unscheduled nodes that read it.
    private var readers: [Int: Set<Int>] = [:]
    /// Variable node → its writers in building order, from the first unscheduled one on.
    private var writers: [Int: [Int]] = [:]
    /// Node → the variables it writes.
    private var writes: [Int: [Int]] = [:]
    private var reads: [Int: [Int]] = [:]

    /// Schedules `plan`, adding copies to it where needed.
    static func order(_ plan: inout PlanGraph) -> [Int] {
        plan.copyFetchedVariables()
        let live = plan.liveNodes()
        var schedule = Schedule(plan, live: live)
        schedule.run()
        plan = schedule.plan
        return schedule.order
    }

    private init(_ plan: PlanGraph, live: [Bool]) {
        self.plan = plan
        let topological = plan.topologicalOrder(live: live)
        aliases = AliasAnalysis(plan, order: topological)
        let count = plan.nodes.count
        waiting = Array(repeating: 0, count: count)
        users = PlanUsers(plan, live: live)
        isScheduled = live.map { !$0 }
        // By origin, then by index: one number for both.
        byRank = topological.map { plan[$0].origin << 32 | $0 }.sorted().map { $0 & 0xffff_ffff }
        var rank = [Int](repeating: -1, count: count)
        for (position, index) in byRank.enumerated() { rank[index] = position }
        self.rank = rank
        for index in byRank {
            waiting[index] = Int32(plan[index].inputs.count + plan[index].controlInputs.count)
            noteVariables(of: index)
        }
    }

    private mutating func noteVariables(of index: Int) {
        let traits = plan[index].operation.traits
        var written: [Int] = []
        if !traits.effects.isEmpty {
            for (input, effect) in traits.effects.sorted(by: { $0.key < $1.key }) where effect != .inspects {
                if let variable = aliases.variable(of: plan[index].inputs[input], in: plan) { written.append(variable) }
            }
        }
        if !written.isEmpty {
            writes[index] = written
            for variable in written { writers[variable, default: []].append(index) }
        }
        // An identity reads nothing by itself; whoever uses its output does.
        let isPassage = plan[index].outputs.count == 1 && traits.aliases[0] != nil && traits.effects.isEmpty
        guard !isPassage else { return }
        for input in plan[index].inputs {
            guard let variable = aliases.variable(of: input, in: plan), !written.contains(variable) else { continue }
            if readers[variable, default: []].insert(index).inserted { reads[index, default: []].append(variable) }
        }
    }

    private mutating func run() {
        for index in byRank where waiting[index] == 0 { becomeReady(index) }
        while true {
            if let position = ready.popMinimum() {
                schedule(byRank[position])
            } else if let writer = unblockedWriter() {
                schedule(writer)
            } else {
                break
            }
        }
        precondition(blockedWriters.isEmpty, "the schedule is incomplete")
    }

    private mutating func becomeReady(_ index: Int) {
        guard let variables = writes[index] else { return ready.insert(rank[index]) }
        if variables.allSatisfy({ mayWrite(index, $0) }) {
            schedule(index)
        } else {
            blockedWriters.insert(index)
        }
    }

    private func mayWrite(_ writer: Int, _ variable: Int) -> Bool {
        readers[variable]?.isEmpty ?? true && writers[variable]?.first == writer
    }

    private mutating func schedule(_ first: Int) {
        // Iterative, because scheduling one node can release a chain of writes.
        var stack = [first]
        while let index = stack.popLast() {
            guard !isScheduled[index] else { continue }
            isScheduled[index] = true
            blockedWriters.remove(index)
            order.append(index)
            var touched: [Int] = []
            for variable in reads[index] ?? [] {
                readers[variable]?.remove(index)
                touched.append(variable)
            }
            for variable in writes[index] ?? [] {
                writers[variable]?.removeAll { $0 == index }
                touched.append(variable)
            }
            for variable in touched {
                guard let writer = writers[variable]?.first, blockedWriters.contains(writer) else { continue }
                if writes[writer]!.allSatisfy({ mayWrite(writer, $0) }) { stack.append(writer) }
            }
            for user in users[index] {
                waiting[Int(user)] -= 1
                guard waiting[Int(user)] == 0 else { continue }
                guard let variables = writes[Int(user)] else {
                    ready.insert(rank[Int(user)])
                    continue
                }
                if variables.allSatisfy({ mayWrite(Int(user), $0) }) {
                    stack.append(Int(user))
                } else {
                    blockedWriters.insert(Int(user))
                }
            }
        }
    }

    /// A blocked writer that may run because what it waits for comes after it anyway; breaks a cycle if there is none.
    private mutating func unblockedWriter() -> Int? {
        let blocked = blockedWriters.sorted { rank[$0] < rank[$1] }
        for writer in blocked {
            let later = descendants(of: writer)
            let isFree = writes[writer]!.allSatisfy { variable in
                (readers[variable] ?? []).allSatisfy(later.contains)
                    && (writers[variable] ?? []).prefix { $0 != writer }.allSatisfy(later.contains)
            }
            if isFree { return writer }
        }
        guard let writer = blocked.first else { return nil }
        let later = descendants(of: writer)
        for variable in writes[writer]! {
            let earlier = (readers[variable] ?? []).filter { !later.contains($0) }.sorted { rank[$0] < rank[$1] }
            if !earlier.isEmpty { copyValue(of: variable, for: earlier) }
        }
        return writer
    }

    private func descendants(of node: Int) -> Set<Int> {
        var result: Set<Int> = []
        var stack = [node]
        while let index = stack.popLast() {
            for user in users[index] where result.insert(Int(user)).inserted { stack.append(Int(user)) }
        }
        return result
    }

    /// Lets `nodes` read the variable's value as it is now.
    private mutating func copyValue(of variable: Int, for nodes: [Int]) {
        let type = plan[variable].outputs[0]
        let copy = plan.append(
            PlanNode(
                operation: ValueCopy(), inputs: [PlanValue(variable)],
                outputs: [TensorType(type.dtype, type.shape)], origin: plan[variable].origin))
        isScheduled.append(true)
        waiting.append(0)
        order.append(copy)
        for index in nodes {
            let node = plan[index]
            let inputs = node.inputs.map { input in
                aliases.variable(of: input, in: plan) == variable ? PlanValue(copy) : input
            }
            plan.replace(index, operation: node.operation, inputs: inputs)
            readers[variable]?.remove(index)
            reads[index]?.removeAll { $0 == variable }
        }
    }
}

extension PlanGraph {
    /// Gives every fetched value that is a variable's buffer a copy of its own, taken at its place in the schedule.
    fileprivate mutating func copyFetchedVariables() {
        let live = liveNodes()
        let aliases = AliasAnalysis(self, order: topologicalOrder(live: live))
        var copies: [PlanValue: PlanValue] = [:]
        for fetch in fetches where copies[fetch] == nil {
            guard aliases.variable(of: fetch, in: self) != nil else { continue }
            let node = append(
                PlanNode(
                    operation: ValueCopy(), inputs: [fetch],
                    outputs: [TensorType(type(of: fetch).dtype, type(of: fetch).shape)], origin: self[fetch.node].origin
                ))
            copies[fetch] = PlanValue(node)
        }
        for (fetch, copy) in copies { redirectFetches(from: fetch, to: copy) }
    }
}
