/// A variable as sessions see it: what holds its value, and what sets it first.
///
/// Members of the collection ``CollectionKey/globalVariables`` and its like conform, so that a session can initialize
/// and name variables without knowing how they were built.
public protocol GraphVariable: GraphBound {
    /// The tensor of the variable op itself.
    var reference: Tensor { get }
    /// The op that sets the initial value.
    var initializer: Operation { get }
}

/// A value that refers to its graph, and that the graph's collections hold.
///
/// A graph that held such values as they are would hold itself, and never be freed. It keeps their detached forms,
/// which name nodes by index, and attaches them again when they are asked for.
public protocol GraphBound: Sendable {
    /// The value without its graph.
    var detached: any DetachedFromGraph { get }
}

/// The form of a ``GraphBound`` value that a graph keeps.
public protocol DetachedFromGraph: Sendable {
    /// The value again.
    func attached(to graph: Graph) -> any GraphBound
}

extension Graph {
    /// The variables of a collection that sessions can initialize.
    public func graphVariables(in collection: CollectionKey) -> [any GraphVariable] {
        items(in: collection).compactMap { item in
            if case .object(let object) = item { object as? any GraphVariable } else { nil }
        }
    }
}
