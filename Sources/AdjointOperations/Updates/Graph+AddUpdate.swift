package import AdjointCore

extension Graph {
    /// Adds an optimizer's step whose first input is the variable: the op itself for a reference, its form for handles
    /// (`ResourceApplyAdam` for `ApplyAdam`) where the variable is behind one.
    package func addUpdate<Definition: OperationDefinition>(
        _ definition: Definition, inputs: [Tensor], site: CreationSite
    ) -> Operation? {
        guard let variable = inputs.first, variable.isValid, variable.dtype == .resource,
            let update = definition as? any UpdateOperation
        else { return add(definition, inputs: inputs, site: site) }
        return update.addedForHandles(to: self, inputs, site)
    }
}

extension UpdateOperation {
    fileprivate func addedForHandles(to graph: Graph, _ inputs: [Tensor], _ site: CreationSite) -> Operation? {
        var update = ResourceUpdate<Self>()
        update.base = self
        return graph.add(update, inputs: inputs, site: site)
    }
}
