public import AdjointCore

/// What the ops that call one of several functions have in common.
public struct BranchSettings: Sendable, Hashable {
    /// The element types of the results.
    public var outputTypes: [DType] = []
    /// Kept for TensorFlow: the shapes are worked out from what the functions compute.
    public var outputShapes: [Shape] = []

    /// Builds a conditional out of the ops of TensorFlow 1's: the functions' results, of which one is called.
    ///
    /// - Parameters:
    ///   - functions: At least one function.
    ///   - isTaken: Builds whether a function is the one, given that none before it is; not asked for the last.
    func inlined(
        _ functions: [FunctionReference], _ inputs: [Tensor], in graph: Graph, functionsOf source: Graph,
        isTaken: (Int) -> Tensor
    ) throws(GraphError) -> InlinedCall {
        let library = FunctionLibrary.of(source)
        var bodies: [FunctionBody] = []
        for reference in functions {
            let body = try library.body(of: reference)
            guard body.results.count == outputTypes.count else {
                throw GraphError(
                    .arity, "function '\(body.name)' gives \(body.results.count) values, not \(outputTypes.count)")
            }
            bodies.append(body)
        }
        let values = inputs.map { $0.identity() }
        guard values.allSatisfy(\.isValid) else { throw graph.lastMistake }
        let hasEffects = bodies.contains(where: \.hasEffects)
        var failure: GraphError?
        /// The results of a function; where one of them has effects, and a value that is there once they took place.
        func call(_ index: Int) -> [Tensor] {
            do throws(GraphError) {
                return try graph.inlining("branch_\(index)") { () throws(GraphError) in
                    let call = try bodies[index].inlined(values, in: graph, functionsOf: source)
                    return call.outputs + (hasEffects ? graph.waiting([graph.constant(true)], for: call.effects) : [])
                }
            } catch {
                failure = failure ?? error
                return []
            }
        }
        func branches(from index: Int) -> [Tensor] {
            guard index + 1 < bodies.count, failure == nil else { return call(index) }
            let scope = graph.currentNameScope
            return cond(isTaken(index), name: scope.isEmpty ? "" : scope + "/") {
                call(index)
            } else: {
                branches(from: index + 1)
            }
        }
        var outputs = branches(from: 0)
        if let failure { throw failure }
        guard outputs.count == outputTypes.count + (hasEffects ? 1 : 0), outputs.allSatisfy(\.isValid) else {
            throw graph.mistakes.last
                ?? GraphError(.elementType, "the functions give values of different types")
        }
        let effects = hasEffects ? [outputs.removeLast().operation] : []
        return InlinedCall(outputs: outputs, effects: effects)
    }
}
