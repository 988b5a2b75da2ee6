/// A state of an op that checkpoints keep, such as the position of a random stream.
///
/// A session's other states are rebuilt when they are needed.
public protocol PersistentOperationState: AnyObject, Sendable {
    /// The state as words, in a form that later versions read too.
    var savedState: [UInt64] { get }

    /// Goes back to a saved state; false, changing nothing, if the words are not one.
    func restore(_ savedState: [UInt64]) -> Bool

    /// Begins anew, as a state made in a session with this seed does.
    func restart(sessionSeed: UInt64)
}
