import AdjointCore
import Synchronization

/// What ops keep between steps, per node: the positions of random streams and the like.
final class OperationStates: Sendable {
    private let states = Mutex<[Int: any AnyObject & Sendable]>([:])
    /// What a session without seeds draws its random streams from.
    let sessionSeed: UInt64

    init() {
        var generator = SystemRandomNumberGenerator()
        sessionSeed = generator.next()
    }

    func state<State: AnyObject & Sendable>(of node: Int, _ type: State.Type, create: () -> State) -> State {
        states.withLock { states in
            if let existing = states[node] as? State { return existing }
            let state = create()
            states[node] = state
            return state
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
