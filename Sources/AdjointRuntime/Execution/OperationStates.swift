import AdjointCore
import Synchronization

/// What a checkpoint keeps of a session beside its variables: the positions of its random streams.
package struct SavedOperationStates: Sendable, Hashable {
    /// What ops without seeds draw theirs from.
    package var sessionSeed: UInt64
    /// The states' words by node.
    package var words: [Int: [UInt64]]

    package init(sessionSeed: UInt64, words: [Int: [UInt64]]) {
        self.sessionSeed = sessionSeed
        self.words = words
    }
}

/// What ops keep between steps, per node: the positions of random streams and the like.
final class OperationStates: Sendable {
    private struct Contents {
        var states: [Int: any AnyObject & Sendable] = [:]
        /// What a checkpoint says of states that no plan has asked for yet.
        var restored: [Int: [UInt64]] = [:]
        var sessionSeed: UInt64
    }

    private let contents: Mutex<Contents>

    init() {
        var generator = SystemRandomNumberGenerator()
        contents = Mutex(Contents(sessionSeed: generator.next()))
    }

    /// What a session without seeds draws its random streams from.
    var sessionSeed: UInt64 { contents.withLock { $0.sessionSeed } }

    func state<State: AnyObject & Sendable>(of node: Int, _ type: State.Type, create: () -> State) -> State {
        // Made outside the lock: making a state may ask for the session's seed.
        if let existing = existingState(of: node, type) { return existing }
        let state = create()
        return contents.withLock { contents in
            if let existing = contents.states[node] as? State { return existing }
            if let saved = contents.restored.removeValue(forKey: node) {
                _ = (state as? any PersistentOperationState)?.restore(saved)
            }
            contents.states[node] = state
            return state
        }
    }

    private func existingState<State: AnyObject & Sendable>(of node: Int, _: State.Type) -> State? {
        contents.withLock { $0.states[node] as? State }
    }

    /// The states that checkpoints keep, by node, with the seed that those yet to be made will be drawn from.
    func saved() -> SavedOperationStates {
        contents.withLock { contents in
            var words = contents.restored
            for (node, state) in contents.states {
                if let state = state as? any PersistentOperationState { words[node] = state.savedState }
            }
            return SavedOperationStates(sessionSeed: contents.sessionSeed, words: words)
        }
    }

    /// Goes back to saved states. Those that were not saved begin anew, as they had not begun when the others were saved.
    func restore(_ saved: SavedOperationStates) {
        contents.withLock { contents in
            contents.sessionSeed = saved.sessionSeed
            contents.restored = saved.words
            for (node, state) in contents.states {
                guard let state = state as? any PersistentOperationState else { continue }
                if let words = contents.restored.removeValue(forKey: node) {
                    _ = state.restore(words)
                } else {
                    state.restart(sessionSeed: saved.sessionSeed)
                }
            }
        }
    }
}

/// The session's state for one node, as its kernel sees it.
struct NodeState: OperationStateProvider {
    let node: Int
    let name: String
    let states: OperationStates
    /// The variables behind reference inputs, by input.
    let variables: [Int: VariableBuffer]

    func state<State: AnyObject & Sendable>(_ type: State.Type, create: () -> State) -> State {
        states.state(of: node, type, create: create)
    }

    /// The session's seed, and the hash of the node's name: adding an op elsewhere changes no other op's numbers.
    var nondeterministicSeed: (UInt64, UInt64) { (states.sessionSeed, nodeNameHash(name)) }

    func isVariableInitialized(input index: Int) -> Bool { variables[index]?.isInitialized ?? false }
}
