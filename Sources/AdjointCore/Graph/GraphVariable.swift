/// A variable as sessions see it: what holds its value, and what sets it first.
///
/// Members of the collection ``CollectionKey/globalVariables`` and its like conform, so that a session can initialize
/// and name variables without knowing how they were built.
public protocol GraphVariable: Sendable {
    /// The tensor of the variable op itself.
    var reference: Tensor { get }
    /// The op that sets the initial value.
    var initializer: Operation { get }
}

extension Graph {
    /// The variables of a collection that sessions can initialize.
    public func graphVariables(in collection: CollectionKey) -> [any GraphVariable] {
        items(in: collection).compactMap { item in
            if case .object(let object) = item { object as? any GraphVariable } else { nil }
        }
    }
}
