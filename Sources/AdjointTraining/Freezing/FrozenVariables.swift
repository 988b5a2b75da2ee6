import AdjointCore
import AdjointOperations
import Synchronization

/// The variables of a graph that training leaves as they are, and where they were frozen.
final class FrozenVariables: Sendable {
    private let sites = Mutex<[Int: CreationSite]>([:])

    static func of(_ graph: Graph) -> FrozenVariables {
        graph.attachment(FrozenVariables.self) { FrozenVariables() }
    }

    /// Whether the variable of node `index` is frozen.
    func contains(_ index: Int) -> Bool { sites.withLock { $0[index] != nil } }

    /// Where the variable of node `index` was frozen.
    func site(of index: Int) -> CreationSite? { sites.withLock { $0[index] } }

    func insert(_ variables: [Variable], site: CreationSite) {
        sites.withLock { sites in
            for variable in variables where variable.isValid { sites[variable.operation.index] = site }
        }
    }

    func remove(_ variables: [Variable]) {
        sites.withLock { sites in
            for variable in variables where variable.isValid { sites[variable.operation.index] = nil }
        }
    }
}
