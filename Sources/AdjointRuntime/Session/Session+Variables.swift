public import AdjointCore

extension Session {
    /// Sets a variable to a value, without a node for it in the graph. TF: `Variable.load`.
    ///
    /// - Throws: ``GraphError`` where the variable has another element type or cannot have that shape.
    public func assign(_ value: NDArray, to variable: any GraphVariable) throws(GraphError) {
        try set([(variable.reference, value.copied())])
    }

    /// Sets variables, all of them at once as other runs see it, to values in memory that nobody else holds.
    ///
    /// - Throws: ``GraphError``, having changed nothing, where a value does not fit its variable.
    package func set(_ values: [(reference: Tensor, value: NDArray)]) throws(GraphError) {
        for (reference, value) in values {
            guard reference.graph === graph, reference.isValid else {
                throw GraphError(
                    .foreignGraph, "the variable belongs to another graph than the session's",
                    remedy: "make a session for its graph")
            }
            let type = reference.variableType
            guard value.dtype == type.dtype, type.shape.isCompatible(with: value.shape) else {
                throw GraphError(
                    .value,
                    "the variable '\(reference.operation.name)' is \(type.dtype.name) \(type.shape), the value "
                        + "\(value.dtype.name) \(value.shape)", site: reference.operation.site)
            }
        }
        store.beginRun(writing: true)
        defer { store.endRun() }
        for (reference, value) in values { store.set(reference.operation.index, to: value) }
    }

    /// Calls `body` with the values of variables, all of one moment, and the session's random streams; `nil` stands for a
    /// variable without a value. Runs that write wait until it returns.
    ///
    /// The arrays are the variables' own memory: they must not leave the closure.
    package func withValues<Result>(
        of references: [Tensor], _ body: ([NDArray?], SavedOperationStates) throws -> Result
    ) rethrows -> Result {
        store.beginRun(writing: false)
        defer { store.endRun() }
        let values = references.map { reference -> NDArray? in
            guard let buffer = store.existingBuffer(for: reference.operation.index), buffer.isInitialized else {
                return nil
            }
            return buffer.array
        }
        return try body(values, states.saved())
    }

    /// Goes back to saved positions of random streams.
    package func restore(_ states: SavedOperationStates) {
        store.beginRun(writing: true)
        defer { store.endRun() }
        self.states.restore(states)
    }
}
