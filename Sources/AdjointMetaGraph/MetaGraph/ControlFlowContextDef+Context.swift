import AdjointCore
import AdjointFormats
import AdjointOperations

// Contexts name tensors; here they know outputs of nodes. TF: `CondContext.to_proto`, `WhileContext.to_proto`, and back.

extension ControlFlowContext {
    /// The serialized message of a member of the collections `cond_context` and `while_context`.
    func message(in graph: Graph) -> Bytes {
        let definition = definition(in: graph)
        if let cond = definition.cond { return Bytes(cond.serialized()) }
        return Bytes(definition.whileLoop!.serialized())
    }

    private func definition(in graph: Graph) -> ControlFlowContextDef {
        func name(_ output: NodeOutput) -> String { graph.output(output).name }
        let state = current
        var values = ValuesDef()
        values.values = state.values.map(name).sorted()
        for (outside, inside) in state.external { values.externalValues[name(outside)] = name(inside) }
        let nested = state.nested.map { $0.definition(in: graph) }
        var result = ControlFlowContextDef()
        switch kind {
        case .conditional(let predicate, let pivot, let branch):
            var cond = CondContextDef()
            cond.contextName = self.name
            cond.predicateName = name(predicate)
            cond.pivotName = name(pivot)
            cond.branch = Int32(branch)
            cond.values = values
            cond.nestedContexts = nested
            result.cond = cond
        case .loop(let parallelIterations, let backpropagates, let swapsMemory):
            var loop = WhileContextDef()
            loop.contextName = self.name
            loop.parallelIterations = Int32(clamping: parallelIterations)
            loop.backProp = backpropagates
            loop.swapMemory = swapsMemory
            loop.pivotName = state.pivot.map(name) ?? ""
            loop.pivotForPredicateName = state.pivotForPredicate.map(name) ?? ""
            loop.pivotForBodyName = state.pivotForBody.map(name) ?? ""
            loop.loopExitNames = state.exits.map(name)
            loop.loopEnterNames = state.enters.map(name)
            loop.values = values
            loop.nestedContexts = nested
            result.whileLoop = loop
        }
        return result
    }
}

extension Graph {
    /// The context that a message of a file states, and those nested in it; the nodes of the graph belong to them
    /// afterwards. `nil` if a tensor that it needs is not in the graph.
    func importContext(_ definition: ControlFlowContextDef) -> ControlFlowContext? {
        var outermost: ControlFlowContext?
        // Outer contexts first: what is in a nested one as well belongs to that.
        var waiting: [(definition: ControlFlowContextDef, outer: ControlFlowContext?)] = [(definition, nil)]
        while let (definition, outer) = waiting.popLast() {
            let context: ControlFlowContext
            let nested: [ControlFlowContextDef]
            let values: ValuesDef?
            if let cond = definition.cond {
                guard let predicate = findOutput(cond.predicateName), let pivot = findOutput(cond.pivotName),
                    cond.branch == 0 || cond.branch == 1
                else { return nil }
                context = ControlFlowContext(
                    .conditional(predicate: predicate, pivot: pivot, branch: Int(cond.branch)),
                    name: cond.contextName, outer: outer)
                (nested, values) = (cond.nestedContexts, cond.values)
            } else if let loop = definition.whileLoop {
                guard let pivot = findOutput(loop.pivotName) else { return nil }
                context = ControlFlowContext(
                    .loop(
                        parallelIterations: Int(loop.parallelIterations), backpropagates: loop.backProp,
                        swapsMemory: loop.swapMemory), name: loop.contextName, outer: outer)
                context.setLoop(
                    pivot: pivot, pivotForPredicate: findOutput(loop.pivotForPredicateName),
                    pivotForBody: findOutput(loop.pivotForBodyName),
                    enters: loop.loopEnterNames.compactMap(findOutput),
                    exits: loop.loopExitNames.compactMap(findOutput))
                (nested, values) = (loop.nestedContexts, loop.values)
            } else {
                return nil
            }
            outermost = outermost ?? context
            var external: [NodeOutput: NodeOutput] = [:]
            for (outside, inside) in values?.externalValues ?? [:] {
                if let outside = findOutput(outside), let inside = findOutput(inside) { external[outside] = inside }
            }
            context.setValues((values?.values ?? []).compactMap(findOutput), external: external, in: self)
            waiting += nested.map { ($0, context) }
        }
        return outermost
    }

    private func findOutput(_ name: String) -> NodeOutput? { name.isEmpty ? nil : (try? tensor(name))?.nodeOutput }
}
