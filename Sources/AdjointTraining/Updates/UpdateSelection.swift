public import AdjointCore
import AdjointOperations

/// Which ops of ``CollectionKey/updateOps`` a training step runs: updates of moving averages and the like.
public enum UpdateSelection: Sendable {
    /// Those that belong to what the loss is computed by, without those of layers that are not trained.
    ///
    /// An update belongs to a loss if something that it is computed from is computed for the loss too, and every
    /// trainable variable that it depends on the loss depends on as well: the updates of another network in the same
    /// graph stay out. It falls away if the variable that it changes is frozen, or if neither a trainable variable in
    /// that variable's scope nor anything the update depends on is among those that the step updates.
    case reached
    /// All, as a program in TensorFlow that runs the whole collection does.
    case all
    /// None: the program runs them itself.
    case none
    /// These, in the collection or not.
    case only([Operation])

    /// The ops, for a step whose gradients and loss are `roots`.
    func operations(reachedFrom roots: [Operation], updating variables: [Variable], in graph: Graph) -> [Operation] {
        switch self {
        case .none: return []
        case .only(let operations): return operations
        case .all: return graph.operations(in: .updateOps)
        case .reached:
            let candidates = graph.operations(in: .updateOps)
            guard !candidates.isEmpty else { return [] }
            let reach = UpdateReach(graph: graph, roots: roots.map(\.index))
            return candidates.filter { candidate in
                reach.reaches(candidate.index)
                    && !reach.fallsAway(candidate.index, updating: Set(variables.map(\.operation.index)))
            }
        }
    }
}
