package import AdjointCore

/// An op that writes the variable at its first input, a reference, and has a form for variables behind handles.
protocol VariableWrite: OperationDefinition {
    /// Adds that form, which has no result.
    func addForHandles(to graph: Graph, _ inputs: [Tensor], _ name: String?, _ site: CreationSite) -> Operation?
}

extension Assign: VariableWrite {
    func addForHandles(to graph: Graph, _ inputs: [Tensor], _ name: String?, _ site: CreationSite) -> Operation? {
        graph.add(AssignVariableOp(), inputs: inputs, name: name, site: site)
    }
}

extension AssignAdd: VariableWrite {
    func addForHandles(to graph: Graph, _ inputs: [Tensor], _ name: String?, _ site: CreationSite) -> Operation? {
        graph.add(AssignAddVariableOp(), inputs: inputs, name: name, site: site)
    }
}

extension AssignSub: VariableWrite {
    func addForHandles(to graph: Graph, _ inputs: [Tensor], _ name: String?, _ site: CreationSite) -> Operation? {
        graph.add(AssignSubVariableOp(), inputs: inputs, name: name, site: site)
    }
}

extension ScatterOperation {
    func addForHandles(to graph: Graph, _ inputs: [Tensor], _ name: String?, _ site: CreationSite) -> Operation? {
        var scatter = ResourceScatter<Self>()
        scatter.base = self
        return graph.add(scatter, inputs: inputs, name: name, site: site)
    }
}

extension UpdateOperation {
    func addForHandles(to graph: Graph, _ inputs: [Tensor], _ name: String?, _ site: CreationSite) -> Operation? {
        var update = ResourceUpdate<Self>()
        update.base = self
        return graph.add(update, inputs: inputs, name: name, site: site)
    }
}

extension SparseUpdateOperation {
    func addForHandles(to graph: Graph, _ inputs: [Tensor], _ name: String?, _ site: CreationSite) -> Operation? {
        var update = ResourceSparseUpdate<Self>()
        update.base = self
        return graph.add(update, inputs: inputs, name: name, site: site)
    }
}

extension Graph {
    /// Adds a write whose first input is the variable: the op itself for a reference, its form for handles
    /// (`ResourceApplyAdam` for `ApplyAdam`) where the variable is behind one.
    package func addWrite<Definition: OperationDefinition>(
        _ definition: Definition, inputs: [Tensor], name: String? = nil, site: CreationSite
    ) -> Operation? {
        guard let variable = inputs.first, variable.isValid, variable.dtype == .resource,
            let write = definition as? any VariableWrite
        else { return add(definition, inputs: inputs, name: name, site: site) }
        return write.addForHandles(to: self, inputs, name, site)
    }
}
