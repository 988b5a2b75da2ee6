import AdjointCore

extension Linter {
    /// Pairs of writes to one variable in one run that neither data nor control orders.
    func unorderedWrites(together: [Operation]) -> [LintFinding] {
        var findings: [LintFinding] = []
        var reported: Set<[Int]> = []
        for roots in steps.map({ [$0] }) + (together.isEmpty ? [] : [together]) {
            let isRun = snapshot.ancestors(of: roots.map(\.index))
            for (variable, writes) in writes(among: isRun) where writes.count > 1 {
                for (position, second) in writes.enumerated().dropFirst() {
                    let before = snapshot.ancestors(of: [second])
                    for first in writes[..<position]
                    where !before[first] && !snapshot.ancestors(of: [first])[second] {
                        guard reported.insert([first, second]).inserted else { continue }
                        findings.append(
                            LintFinding(
                                kind: .unorderedWrites, name: snapshot.name(of: variable), site: snapshot[second].site,
                                message: "'\(snapshot.name(of: first))'"
                                    + (snapshot[first].site.map { " (\($0))" } ?? "")
                                    + " and '\(snapshot.name(of: second))' write this variable in one run, in no order",
                                remedy: "order them: graph.withControlDependencies(on:)"))
                    }
                }
            }
        }
        return findings
    }

    /// The writes among some nodes, by variable, in the order they were built.
    private func writes(among nodes: [Bool]) -> [(variable: Int, writes: [Int])] {
        var result: [Int: [Int]] = [:]
        for index in nodes.indices where nodes[index] {
            for variable in snapshot.variablesWritten(by: index) { result[variable, default: []].append(index) }
        }
        return result.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
