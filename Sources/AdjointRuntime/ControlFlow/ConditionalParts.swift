import AdjointCore

/// The connected parts of a plan that hang on predicates computed during the run.
///
/// Every value has a guard: the predicates, with their values, under which it is alive. A switch adds one to what it
/// hands on; a merge takes away the one that its sides disagree in. What has a guard runs or does not, so it goes into
/// a block with the switches it hangs on and the merges it ends in. A part that depends on itself through something
/// outside takes that in.
struct ConditionalParts {
    /// The parts, each with inputs first.
    private(set) var parts: [[Int]] = []

    private let nodes: [PlanNode]
    private var guards: [[Int32]]
    private var predicates: [PlanValue: Int32] = [:]
    private var parent: [Int]

    /// - Parameter order: The nodes, inputs first. Loops are blocks already.
    init(_ nodes: [PlanNode], order: [Int]) {
        self.nodes = nodes
        guards = Array(repeating: [], count: nodes.count)
        parent = Array(nodes.indices)
        var isMember = [Bool](repeating: false, count: nodes.count)
        for index in order {
            let node = nodes[index]
            let role = node.operation.traits.role
            let sources =
                node.inputs.map { ($0.node, guardOf($0)) } + node.controlInputs.map { ($0, guards[$0]) }
            switch role {
            case .merge: guards[index] = mergedGuard(sources.prefix(node.inputs.count).map(\.1), of: index)
            case .controlTrigger: break
            default: for (_, sourceGuard) in sources { guards[index] = Self.union(guards[index], sourceGuard) }
            }
            isMember[index] =
                role == .switch || role == .merge || !guards[index].isEmpty
                || sources.contains { !$0.1.isEmpty }
            guard isMember[index] else { continue }
            for (source, sourceGuard) in sources where !sourceGuard.isEmpty { unite(index, source) }
        }
        guard isMember.contains(true) else { return }
        joinCycles(order)
        var members: [Int: [Int]] = [:]
        var roots: [Int] = []
        let partsWithMembers = Set(order.filter { isMember[$0] }.map { find($0) })
        for index in order {
            let root = find(index)
            guard partsWithMembers.contains(root) else { continue }
            if members[root] == nil { roots.append(root) }
            members[root, default: []].append(index)
        }
        parts = roots.map { members[$0]! }
    }

    private mutating func guardOf(_ value: PlanValue) -> [Int32] {
        let node = nodes[value.node]
        guard node.operation.traits.role == .switch else { return guards[value.node] }
        // Literals of one predicate: twice its number, plus one for true.
        var predicate = node.inputs[1]
        while nodes[predicate.node].operation.traits.isPassage,
            let input = nodes[predicate.node].operation.traits.aliases[predicate.port]
        {
            predicate = nodes[predicate.node].inputs[input]
        }
        let number = predicates[predicate] ?? Int32(predicates.count)
        predicates[predicate] = number
        return Self.union(guards[value.node], [2 * number + Int32(value.port)])
    }

    /// The guard of a merge: two sides that differ in one predicate's value make one without it.
    private mutating func mergedGuard(_ sides: [[Int32]], of index: Int) -> [Int32] {
        var sides = sides
        search: while sides.count > 1 {
            if sides.contains([]) { return [] }
            for first in sides.indices {
                for second in sides.indices where second > first {
                    guard let common = Self.withoutOpposite(sides[first], sides[second]) else { continue }
                    sides.remove(at: second)
                    sides[first] = common
                    continue search
                }
            }
            // Whether it is alive cannot be told: it has a guard of its own.
            let number = Int32(predicates.count)
            predicates[PlanValue(index)] = number
            return [2 * number + 1]
        }
        return sides.first ?? []
    }

    /// What two guards have in common if they differ in one predicate only, and in its value.
    private static func withoutOpposite(_ left: [Int32], _ right: [Int32]) -> [Int32]? {
        guard left.count == right.count else { return nil }
        let (onlyLeft, onlyRight) = (left.filter { !right.contains($0) }, right.filter { !left.contains($0) })
        guard onlyLeft.count == 1, onlyRight.count == 1, onlyLeft[0] ^ 1 == onlyRight[0] else { return nil }
        return left.filter { $0 != onlyLeft[0] }
    }

    private static func union(_ left: [Int32], _ right: [Int32]) -> [Int32] {
        if right.isEmpty || left == right { return left }
        if left.isEmpty { return right }
        return Array(Set(left + right)).sorted()
    }

    private mutating func find(_ index: Int) -> Int {
        var root = index
        while parent[root] != root { root = parent[root] }
        var current = index
        while parent[current] != root { (current, parent[current]) = (parent[current], root) }
        return root
    }

    private mutating func unite(_ first: Int, _ second: Int) {
        let (first, second) = (find(first), find(second))
        parent[max(first, second)] = min(first, second)
    }

    /// Unites what lies on a cycle once each part counts as one node (Tarjan's search, without recursion).
    private mutating func joinCycles(_ order: [Int]) {
        var edges: [Int: Set<Int>] = [:]
        for index in order {
            let unit = find(index)
            for source in nodes[index].inputs.map(\.node) + nodes[index].controlInputs {
                let from = find(source)
                if from != unit { edges[from, default: []].insert(unit) }
            }
        }
        var number: [Int: Int] = [:]
        var low: [Int: Int] = [:]
        var isOnStack: Set<Int> = []
        var stack: [Int] = []
        var components: [[Int]] = []
        for start in order.map({ find($0) }) where number[start] == nil {
            var path: [(node: Int, users: [Int], next: Int)] = []
            func enter(_ node: Int) {
                number[node] = number.count
                low[node] = number[node]
                stack.append(node)
                isOnStack.insert(node)
                path.append((node, edges[node].map { $0.sorted() } ?? [], 0))
            }
            enter(start)
            while let (node, users, next) = path.last {
                if next < users.count {
                    path[path.count - 1].next += 1
                    let user = users[next]
                    if number[user] == nil {
                        enter(user)
                    } else if isOnStack.contains(user) {
                        low[node] = min(low[node]!, number[user]!)
                    }
                    continue
                }
                path.removeLast()
                if let outer = path.last?.node { low[outer] = min(low[outer]!, low[node]!) }
                guard low[node] == number[node] else { continue }
                var component: [Int] = []
                while let member = stack.popLast() {
                    isOnStack.remove(member)
                    component.append(member)
                    if member == node { break }
                }
                if component.count > 1 { components.append(component) }
            }
        }
        for component in components { for member in component.dropFirst() { unite(component[0], member) } }
    }
}
