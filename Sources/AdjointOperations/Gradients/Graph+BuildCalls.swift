import AdjointCore

extension Graph {
    /// Builds, in the graph itself, what the calls between sources and results stand for, because gradients need the
    /// values within. Runs then use what was built, so nothing is computed twice.
    ///
    /// Calls of functions that state their own gradient stay as they are.
    /// - Returns: Whether that succeeded; the mistake is recorded otherwise.
    func buildCalls(
        between sources: [Tensor], and results: [Tensor], stoppingAt stops: [Tensor], _ site: CreationSite
    ) -> Bool {
        let original = snapshot()
        guard !original.functionalNodes.isEmpty else { return true }
        let (snapshot, place) = original.readingBuiltCalls(of: self)
        func node(_ tensor: Tensor) -> Int { Int(place(tensor.nodeOutput).node) }
        let subgraph = BackwardSubgraph(
            snapshot: snapshot, results: results.map(node), sources: sources.map(node), stops: Set(stops.map(node)))
        let library = FunctionLibrary.of(self)
        for index in snapshot.functionalNodes.map(Int.init) where subgraph.isBetween[index] {
            let operation = Operation(graph: self, index: index)
            guard let definition = operation.definition as? any FunctionalOperation, inlinedCall(of: index) == nil
            else { continue }
            if let call = definition as? FunctionCall, library.gradient(of: call.function) != nil { continue }
            do throws(GraphError) {
                // Built apart first, so that the graph stays as it is where that fails.
                try checkCall(operation)
                noteInlined(try built(definition, operation), of: operation)
            } catch {
                var mistake = error
                mistake.site = error.site ?? site
                record(mistake)
                return false
            }
        }
        return true
    }

    private func built(
        _ definition: any FunctionalOperation, _ operation: Operation
    ) throws(GraphError) -> InlinedCall {
        let result: Result<InlinedCall, GraphError> = withoutControlDependencies {
            withContext(context(of: operation.index)) {
                withNameScope(operation.name) {
                    withControlDependencies(on: operation.controlInputs) {
                        do throws(GraphError) {
                            return .success(try definition.inlined(operation.inputs, in: self, functionsOf: self))
                        } catch {
                            return .failure(error)
                        }
                    }
                }
            }
        }
        return try result.get()
    }
}
