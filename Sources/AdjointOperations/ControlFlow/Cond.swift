public import AdjointCore

/// The results of `then` if the predicate holds, else those of `otherwise`; only the side that is taken runs.
///
/// Both closures build ops, and both are called. What they read from outside comes in through switches, so it is
/// computed in any case. A predicate known before the run (a fed bool, or made of such) leaves nothing of this in the
/// run's plan.
/// ```swift
/// let y = cond(x.sum().isGreater(than: 0)) { x * 2 } else: { x.exp() }
/// ```
/// TF: `tf.cond`, with its names: `cond/pred_id`, `cond/switch_t`, `cond/Merge`…
/// - Parameters:
///   - predicate: One bool.
///   - name: The name scope, `cond` by default.
///   - then: Builds the results where the predicate is true.
///   - otherwise: Builds as many, of the same element types, where it is false.
/// - Returns: The results; no tensors after a mistake.
public func cond(
    _ predicate: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line,
    then: () -> [Tensor], else otherwise: () -> [Tensor]
) -> [Tensor] {
    guard predicate.isValid else { return [] }
    let (graph, site) = (predicate.graph, CreationSite(file, line))
    return graph.nameScope(name ?? "cond") {
        let sides = ConditionalSides(predicate, site: site)
        let whenTrue = graph.withContext(sides.true) { then().map { sides.true.returned($0, in: graph) } }
        let whenFalse = graph.withContext(sides.false) { otherwise().map { sides.false.returned($0, in: graph) } }
        guard (whenTrue + whenFalse).allSatisfy(\.isValid) else { return [] }
        guard whenTrue.count == whenFalse.count else {
            graph.record(
                GraphError(
                    .arity,
                    "one side of the conditional returns \(whenTrue.count) tensors, the other \(whenFalse.count)",
                    operationName: name ?? "cond", site: site))
            return []
        }
        return zip(whenFalse, whenTrue).map { graph.merged([$0, $1], site: site)[0] }
    }
}

/// The result of `then` if the predicate holds, else that of `otherwise`. TF: `tf.cond`.
public func cond(
    _ predicate: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line, then: () -> Tensor,
    else otherwise: () -> Tensor
) -> Tensor {
    guard predicate.isValid else { return predicate }
    let results: [Tensor] = cond(predicate, name: name, file: file, line: line) {
        [then()]
    } else: {
        [otherwise()]
    }
    return results.first ?? .invalid(in: predicate.graph)
}

/// An operation that runs those of `then` if the predicate holds, else those of `otherwise`. TF: `tf.cond` of functions
/// that return operations.
public func cond(
    _ predicate: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line,
    then: () -> [Operation], else otherwise: () -> [Operation]
) -> Operation {
    guard predicate.isValid else { return .invalid(in: predicate.graph) }
    let (graph, site) = (predicate.graph, CreationSite(file, line))
    let merge = graph.nameScope(name ?? "cond") {
        let sides = ConditionalSides(predicate, site: site)
        func pivot(_ context: ControlFlowContext, after operations: [Operation]) -> Tensor {
            // The pivot stands for the operations, once they have run.
            graph.withControlDependencies(on: operations) {
                graph.output(context.controlPivot!).identity(name: "control_dependency")
            }
        }
        let whenTrue = graph.withContext(sides.true) { pivot(sides.true, after: then()) }
        let whenFalse = graph.withContext(sides.false) { pivot(sides.false, after: otherwise()) }
        return graph.merged([whenFalse, whenTrue], site: site)[0]
    }
    return merge.isValid ? merge.operation : .invalid(in: graph)
}

/// The contexts of a conditional's two sides, with the ops that they hang on.
private struct ConditionalSides {
    let `true`: ControlFlowContext
    let `false`: ControlFlowContext

    /// Builds the ops in the current scope and notes the contexts for export.
    init(_ predicate: Tensor, site: CreationSite) {
        let graph = predicate.graph
        let sides = graph.addTensors(Switch(), inputs: [predicate, predicate], count: 2, site: site)
        let whenTrue = sides[1].identity(name: "switch_t")
        let whenFalse = sides[0].identity(name: "switch_f")
        let decision = predicate.identity(name: "pred_id")
        let outer = graph.currentControlFlowContext
        func context(_ pivot: Tensor, _ branch: Int) -> ControlFlowContext {
            let scope = graph.currentNameScope
            let context = ControlFlowContext(
                .conditional(predicate: decision.nodeOutput, pivot: pivot.nodeOutput, branch: branch),
                name: graph.makeUniqueName(scope.isEmpty ? "cond_text" : scope + "/cond_text"), outer: outer)
            if outer == nil { graph.add(.object(context), to: .condContexts) }
            return context
        }
        `true` = context(whenTrue, 1)
        `false` = context(whenFalse, 0)
    }
}
