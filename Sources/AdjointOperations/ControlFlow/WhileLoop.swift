public import AdjointCore

/// Repeats `body` on the loop's variables as long as `condition` holds, and returns their last values.
///
/// Both closures build ops and are called once. What they read from outside comes in unchanged in every iteration.
/// Gradients pass through the loop, unless stated otherwise: a value that they need is kept for each iteration. They
/// cannot be differentiated again, as in TensorFlow.
/// ```swift
/// // 2^n
/// let power = whileLoop([graph.constant(0), graph.constant(1)]) { $0[0].isLess(than: n) } do: { [$0[0] + 1, $0[1] * 2] }[1]
/// ```
/// TF: `tf.while_loop`, with its names: `while/Enter`, `while/Merge`, `while/LoopCond`, `while/Exit`…
/// - Parameters:
///   - variables: The values that the first iteration starts with; at least one.
///   - shapes: What the variables' shapes have in common in all iterations; those of `variables` by default.
///   - maximumIterations: After how many iterations the loop ends in any case.
///   - parallelIterations: Kept for TensorFlow; iterations here follow each other.
///   - backpropagates: Whether gradients pass.
///   - swapsMemory: Kept for TensorFlow.
///   - name: The name scope, `while` by default.
///   - condition: Builds one bool from the variables.
///   - body: Builds the variables' next values, as many, of the same element types.
/// - Returns: The values after the last iteration; no tensors after a mistake.
public func whileLoop(
    _ variables: [Tensor], shapes: [Shape]? = nil, maximumIterations: Int? = nil, parallelIterations: Int = 10,
    backpropagates: Bool = true, swapsMemory: Bool = false, name: String? = nil, file: StaticString = #fileID,
    line: UInt = #line, while condition: ([Tensor]) -> Tensor, do body: ([Tensor]) -> [Tensor]
) -> [Tensor] {
    loop(
        variables, shapes: shapes, areShapesProven: false, maximumIterations: maximumIterations,
        parallelIterations: parallelIterations, backpropagates: backpropagates, swapsMemory: swapsMemory, name: name,
        site: CreationSite(file, line), while: condition, do: body)
}

/// A loop as ``whileLoop`` builds it.
///
/// - Parameter areShapesProven: Whether it is known that the variables keep the shapes stated, even where the body as it is
///   built does not show it.
func loop(
    _ variables: [Tensor], shapes: [Shape]?, areShapesProven: Bool, maximumIterations: Int? = nil,
    parallelIterations: Int = 10, backpropagates: Bool = true, swapsMemory: Bool = false, name: String?,
    site: CreationSite?, while condition: ([Tensor]) -> Tensor, do body: ([Tensor]) -> [Tensor]
) -> [Tensor] {
    guard let graph = variables.first?.graph else { return [] }
    guard variables.allSatisfy(\.isValid) else { return [] }
    if let foreign = variables.first(where: { $0.graph !== graph }) {
        graph.record(GraphError(.foreignGraph, "'\(foreign.name)' belongs to another graph", site: site))
        return []
    }
    return graph.nameScope(name ?? "while") {
        let scope = graph.currentNameScope
        let outer = graph.currentControlFlowContext
        var (variables, shapes) = (variables, shapes)
        var limit: Tensor?
        if let maximumIterations {
            limit = graph.constant(Int32(maximumIterations), name: "maximum_iterations")
            variables.insert(graph.constant(Int32(0), name: "iteration_counter"), at: 0)
            shapes?.insert(.scalar, at: 0)
        }
        let context = ControlFlowContext(
            .loop(
                parallelIterations: parallelIterations, backpropagates: backpropagates, swapsMemory: swapsMemory),
            name: graph.makeUniqueName(scope.isEmpty ? "while_context" : scope + "/while_context"), outer: outer)
        if outer == nil { graph.add(.object(context), to: .whileContexts) }
        var builder = LoopBuilder(graph: graph, context: context, site: site, areShapesProven: areShapesProven)
        guard let limit else { return builder.build(variables, shapes: shapes, while: condition, do: body) }
        let results = builder.build(variables, shapes: shapes) { values in
            values[0].isLess(than: limit).logicalAnd(condition(Array(values.dropFirst())))
        } do: { values in
            [values[0] + 1] + body(Array(values.dropFirst()))
        }
        return Array(results.dropFirst())
    }
}

/// Builds a loop's ops within its context.
private struct LoopBuilder {
    let graph: Graph
    let context: ControlFlowContext
    let site: CreationSite?
    let areShapesProven: Bool

    mutating func build(
        _ variables: [Tensor], shapes: [Shape]?, while condition: ([Tensor]) -> Tensor, do body: ([Tensor]) -> [Tensor]
    ) -> [Tensor] {
        if let shapes, shapes.count != variables.count {
            return mistake(.arity, "\(shapes.count) shapes for \(variables.count) variables")
        }
        let outside = variables.map { variable in
            context.outer.map { graph.output($0.adopt(variable.nodeOutput, in: graph)) } ?? variable
        }
        let enters = graph.withoutControlDependencies {
            outside.map { graph.entered($0, frame: context, isConstant: false) }
        }
        guard enters.allSatisfy(\.isValid) else { return [] }
        for (position, enter) in enters.enumerated() {
            if let shape = shapes?[position] {
                guard shape.includes(enter.shape) else {
                    return mistake(.shape, "variable \(position) starts with the shape \(enter.shape), not \(shape)")
                }
                graph.setShape(of: enter, to: shape)
            }
            graph.setContext(context, of: enter.operation.index)
        }
        holdBack(enters)
        context.update { state in
            for enter in enters { state.note(enter.nodeOutput) }
            state.enters = enters.map { $0.nodeOutput }
        }
        return graph.withContext(context) { buildInside(enters, while: condition, do: body) }
    }

    /// Makes what enters from a surrounding loop unchanged wait for that loop's iteration.
    private func holdBack(_ enters: [Tensor]) {
        var outer = context.outer
        var pivot: NodeOutput?
        while let enclosing = outer, pivot == nil {
            pivot = enclosing.controlPivot
            outer = enclosing.outer
        }
        guard let pivot else { return }
        for enter in enters where graph.isLoopInvariant(enter.operation.inputs[0].operation.index) {
            graph.addControlInputs([graph.output(pivot).operation], to: enter.operation)
        }
    }

    private func buildInside(
        _ enters: [Tensor], while condition: ([Tensor]) -> Tensor, do body: ([Tensor]) -> [Tensor]
    ) -> [Tensor] {
        let merges = enters.map { graph.merged([$0, $0], site: site)[0] }
        context.update { $0.pivotForPredicate = merges[0].nodeOutput }
        let predicate = condition(merges)
        guard predicate.isValid else { return [] }
        let pivot = graph.addTensor(LoopCond(), inputs: [predicate], site: site)
        guard pivot.isValid else { return [] }
        context.update { $0.pivot = pivot.nodeOutput }
        let switches = merges.map { graph.switched($0, by: pivot) }
        let values = switches.map { sides in
            sides[1].type.isReference
                ? graph.addTensor(RefIdentity(), inputs: [sides[1]], name: "Identity") : sides[1].identity()
        }
        context.update { $0.pivotForBody = values[0].nodeOutput }
        let results = body(values)
        guard results.allSatisfy(\.isValid) else { return [] }
        guard results.count == merges.count else {
            return mistake(.arity, "the body returns \(results.count) values for \(merges.count) variables")
        }
        for (position, (merge, result)) in zip(merges, results).enumerated() {
            guard result.dtype == merge.dtype else {
                return mistake(
                    .elementType,
                    "variable \(position) is \(merge.dtype.name), and the body makes it \(result.dtype.name)")
            }
            guard areShapesProven || merge.shape.includes(result.shape) else {
                return mistake(
                    .shape,
                    "variable \(position) has the shape \(merge.shape), and the body makes it \(result.shape)",
                    remedy: "state in `shapes:` what the shapes of all iterations have in common")
            }
            graph.replaceInput(1, of: merge.operation, with: graph.handedOn(result))
        }
        let exits = switches.map { graph.exited($0[0]) }
        context.update { $0.exits = exits.map { $0.nodeOutput } }
        for exit in exits { context.outer?.note(exit.nodeOutput) }
        return exits
    }

    private func mistake(_ kind: GraphError.Kind, _ message: String, remedy: String? = nil) -> [Tensor] {
        graph.record(
            GraphError(
                kind, message, operationType: "while", operationName: context.name, site: site, remedy: remedy))
        return []
    }
}

extension Shape {
    /// Whether every value of shape `other` has this shape.
    fileprivate func includes(_ other: Shape) -> Bool {
        guard let rank else { return true }
        guard other.rank == rank else { return false }
        return (0..<rank).allSatisfy { self[$0] == nil || self[$0] == other[$0] }
    }
}
