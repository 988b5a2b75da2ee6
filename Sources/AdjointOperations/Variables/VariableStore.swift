import AdjointCore
import Synchronization

/// The variables of a graph by the name that `getVariable` knows them by, and which variable scopes were opened.
final class VariableStore: Sendable {
    private struct State {
        var variables: [String: Variable.Detached] = [:]
        /// How often each scope was opened since the scope around it was last closed.
        var scopeCounts: [String: Int] = [:]
        /// For each scope, the names below it that have a count or a suffix.
        var countedBelow: [String: [String]] = [:]
        /// For each default name, a suffix below which all are taken: what keeps a thousand unnamed layers from trying
        /// each other's names.
        var firstFreeSuffix: [String: Int] = [:]

        /// Makes closing any scope around `name` forget what is known of it.
        mutating func noteBelowItsAncestors(_ name: String) {
            for index in name.indices where name[index] == "/" {
                countedBelow[String(name[..<index]), default: []].append(name)
            }
        }
    }

    /// What was counted at one moment.
    struct ScopeCounts {
        fileprivate var scopeCounts: [String: Int]
        fileprivate var countedBelow: [String: [String]]
        fileprivate var firstFreeSuffix: [String: Int]
    }

    private let state = Mutex(State())

    /// The store of a graph.
    static func of(_ graph: Graph) -> VariableStore {
        graph.attachment(VariableStore.self) { VariableStore() }
    }

    /// The variable of that full name.
    func variable(named name: String, of graph: Graph) -> Variable? {
        state.withLock { $0.variables[name] }?.variable(of: graph)
    }

    /// Makes a variable known under its full name.
    func register(_ variable: Variable, as name: String) {
        state.withLock { $0.variables[name] = variable.withoutGraph }
    }

    /// Counts the opening of a scope.
    func openScope(_ name: String) {
        state.withLock { state in
            let count = state.scopeCounts[name] ?? 0
            state.scopeCounts[name] = count + 1
            if count == 0 { state.noteBelowItsAncestors(name) }
        }
    }

    /// Forgets the counts of the scopes below one that is closed, so that reopening it finds the same default names.
    func closeScope(_ name: String) {
        state.withLock { state in
            for scope in state.countedBelow.removeValue(forKey: name) ?? [] {
                state.scopeCounts[scope] = nil
                state.firstFreeSuffix[scope] = nil
            }
        }
    }

    /// The counts as they are now.
    func scopeCounts() -> ScopeCounts {
        state.withLock {
            ScopeCounts(
                scopeCounts: $0.scopeCounts, countedBelow: $0.countedBelow, firstFreeSuffix: $0.firstFreeSuffix)
        }
    }

    /// Goes back to counts taken before.
    func restore(_ counts: ScopeCounts) {
        state.withLock { state in
            state.scopeCounts = counts.scopeCounts
            state.countedBelow = counts.countedBelow
            state.firstFreeSuffix = counts.firstFreeSuffix
        }
    }

    /// `defaultName` within `outer`, with the first suffix that neither an opened scope nor a variable has.
    func uniqueScopeName(_ defaultName: String, in outer: String) -> String {
        let base = outer.isEmpty ? defaultName : outer + "/" + defaultName
        return state.withLock { state in
            var suffix = state.firstFreeSuffix[base] ?? 0
            var candidate = suffix == 0 ? base : "\(base)_\(suffix)"
            while state.scopeCounts[candidate] != nil || state.variables[candidate] != nil {
                suffix += 1
                candidate = "\(base)_\(suffix)"
            }
            if state.firstFreeSuffix.updateValue(suffix, forKey: base) == nil { state.noteBelowItsAncestors(base) }
            return candidate
        }
    }
}
