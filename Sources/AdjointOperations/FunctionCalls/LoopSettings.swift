public import AdjointCore

/// What ``While`` and ``StatelessWhile`` have in common.
public struct LoopSettings: Sendable, Hashable {
    static let attributes: [AttributeKey<LoopSettings>] = [
        .function("cond", \.condition), .function("body", \.body), .shapes("output_shapes", \.outputShapes),
        .int("parallel_iterations", \.parallelIterations),
    ]

    /// Of the variables, whether the loop goes on.
    public var condition = FunctionReference(name: "")
    /// Of the variables, their next values.
    public var body = FunctionReference(name: "")
    /// Kept for TensorFlow: the shapes are worked out from what the functions compute.
    public var outputShapes: [Shape] = []
    /// Kept for TensorFlow: iterations here follow each other.
    public var parallelIterations = 10

    /// Builds the loop out of the ops of TensorFlow 1's. What the body hands on as it is stays outside: it is the same in
    /// every iteration.
    func inlined(_ inputs: [Tensor], in graph: Graph, functionsOf source: Graph) throws(GraphError) -> InlinedCall {
        let library = FunctionLibrary.of(source)
        let (condition, body) = (try library.body(of: condition), try library.body(of: body))
        guard body.results.count == inputs.count else {
            throw GraphError(
                .arity, "function '\(body.name)' gives \(body.results.count) values for \(inputs.count) variables")
        }
        guard condition.results.count == 1 else {
            throw GraphError(.arity, "function '\(condition.name)' gives \(condition.results.count) values, not one")
        }
        let values = inputs.map { $0.identity() }
        guard values.allSatisfy(\.isValid) else { throw graph.lastMistake }
        let carried = values.indices.filter { body.argument(behindResult: $0) != $0 }
        // A loop whose variables never change goes on, or does not, by what its functions read elsewhere.
        let start = carried.isEmpty ? [graph.constant(true)] : carried.map { values[$0] }
        func arguments(_ current: [Tensor]) -> [Tensor] {
            var result = values
            for (position, index) in carried.enumerated() { result[index] = current[position] }
            return result
        }
        var failure: GraphError?
        func attempt(_ build: () throws(GraphError) -> [Tensor]) -> [Tensor] {
            do throws(GraphError) {
                return try build()
            } catch {
                failure = failure ?? error
                return start.map { _ in .invalid(in: graph) }
            }
        }
        let scope = graph.currentNameScope
        let shapes = carried.isEmpty ? [.scalar] : LoopShapes.of(carried, of: values, body: body, functionsOf: source)
        let results = loop(
            start, shapes: shapes, areShapesProven: true, parallelIterations: parallelIterations,
            name: scope.isEmpty ? "" : scope + "/", site: nil
        ) { current in
            attempt { () throws(GraphError) in
                try graph.inlining("cond") { () throws(GraphError) in
                    let call = try condition.inlined(arguments(current), in: graph, functionsOf: source)
                    return [call.outputs[0].truth]
                }
            }[0]
        } do: { current in
            attempt { () throws(GraphError) in
                try graph.inlining("body") { () throws(GraphError) in
                    let call = try body.inlined(arguments(current), in: graph, functionsOf: source)
                    return carried.isEmpty
                        ? graph.waiting(current, for: call.effects) : carried.map { call.outputs[$0] }
                }
            }
        }
        if let failure { throw failure }
        guard results.count == start.count, results.allSatisfy(\.isValid) else { throw graph.lastMistake }
        var outputs = values
        for (position, index) in carried.enumerated() { outputs[index] = results[position] }
        let effects = condition.hasEffects || body.hasEffects ? [results[0].operation] : []
        return InlinedCall(outputs: outputs, effects: effects)
    }
}

extension Graph {
    /// Builds in a scope within the current one.
    func inlining<Result>(
        _ name: String, _ body: () throws(GraphError) -> Result
    ) throws(GraphError) -> Result {
        let scope = currentNameScope
        let result: Swift.Result<Result, GraphError> = withNameScope(scope.isEmpty ? name : scope + "/" + name) {
            do throws(GraphError) {
                return .success(try body())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

extension Tensor {
    /// Whether it counts as true: a bool is what it is, a number is true unless it is zero.
    var truth: Tensor { isValid && dtype == .bool ? self : graph.addTensor(ToBool(), inputs: [self]) }
}
