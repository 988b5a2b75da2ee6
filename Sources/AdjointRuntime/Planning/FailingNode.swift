import AdjointCore

/// A node that cannot run as it is, where the run decides whether it is reached: what it stands for fails then, and only
/// then. A conditional's side for other shapes than those at hand is the usual case.
struct FailingNode: ExecutableOperation {
    /// What is wrong, as planning would have said it.
    var error: GraphError
    var displayName: String
    /// The graph node that it stands for: what tells one from another.
    var origin: Int

    static func == (left: FailingNode, right: FailingNode) -> Bool { left.origin == right.origin }

    func hash(into hasher: inout Hasher) { hasher.combine(origin) }

    var traits: OperationTraits {
        var traits = OperationTraits()
        traits.isStateful = true
        // Its kernel is asked for when the run comes here, whatever is known of the shapes.
        traits.hasDataDependentShapes = true
        return traits
    }

    func bind(_ context: borrowing BindingContext) throws -> Kernel { throw error }
}
