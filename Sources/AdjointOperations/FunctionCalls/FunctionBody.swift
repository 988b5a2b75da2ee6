import AdjointCore

/// A function ready to be built into a graph: the ops that its results and effects need, inputs first.
struct FunctionBody: Sendable {
    /// Where a value comes from.
    enum Source: Sendable, Hashable {
        case argument(Int)
        case step(Int, port: Int)
    }

    /// One op.
    struct Step: Sendable {
        var name: String
        var definition: any OperationDefinition
        var inputs: [Source]
        /// Steps that it waits for.
        var waits: [Int]
        var outputCount: Int
        /// Inputs that come from the previous iteration of a loop: their positions, and steps further on.
        var returning: [(position: Int, source: Source)] = []
        /// Whether it changes something that outlives the run, so that it runs in any case.
        var hasEffect: Bool
    }

    let name: String
    /// The element types of the arguments; `nil` where the function leaves it to the call.
    let argumentTypes: [DType?]
    let steps: [Step]
    let results: [Source]
    /// The element types of the results.
    let resultTypes: [DType?]
    /// Steps that have run once the function has.
    let controlResults: [Int]
    /// Whether a call changes something that outlives the run.
    let hasEffects: Bool
    /// How many ops a call comes to.
    let size: Int
    /// The functions with gradients of their own that a call calls, directly or in other functions.
    let differentiatedCalls: Set<FunctionReference>

    /// What a result is where the function hands an argument on as it is.
    func argument(behindResult index: Int) -> Int? {
        var source = results[index]
        while true {
            switch source {
            case .argument(let argument): return argument
            case .step(let step, _):
                guard steps[step].definition is Identity, steps[step].waits.isEmpty, steps[step].inputs.count == 1
                else { return nil }
                source = steps[step].inputs[0]
            }
        }
    }

    /// Builds a call in the current scope and context.
    ///
    /// - Throws: ``GraphError`` for arguments that do not fit, and for what an op cannot take.
    func inlined(_ arguments: [Tensor], in graph: Graph, functionsOf source: Graph) throws(GraphError) -> InlinedCall {
        guard arguments.count == argumentTypes.count else {
            throw GraphError(
                .arity, "function '\(name)' takes \(argumentTypes.count) arguments, not \(arguments.count)")
        }
        for (position, (argument, dtype)) in zip(arguments, argumentTypes).enumerated()
        where dtype != nil && argument.isValid && argument.dtype != dtype {
            throw GraphError(
                .elementType,
                "argument \(position) of function '\(name)' is \(dtype!.name), not \(argument.dtype.name)")
        }
        var call = CallBuilder(body: self, arguments: arguments, graph: graph, source: source)
        for index in steps.indices { try call.add(index) }
        try call.closeLoops()
        return call.finish()
    }
}

/// The work of building one call.
private struct CallBuilder {
    let body: FunctionBody
    let arguments: [Tensor]
    let graph: Graph
    let source: Graph
    private let library: FunctionLibrary
    private var outputs: [[Tensor]] = []
    /// For each step, what has run once it has.
    private var done: [[Operation]] = []
    private var effects: [Operation] = []

    init(body: FunctionBody, arguments: [Tensor], graph: Graph, source: Graph) {
        self.body = body
        self.arguments = arguments
        self.graph = graph
        self.source = source
        library = FunctionLibrary.of(source)
    }

    private func value(_ source: FunctionBody.Source) -> Tensor {
        switch source {
        case .argument(let index): arguments[index]
        case .step(let step, let port): outputs[step][port]
        }
    }

    mutating func add(_ index: Int) throws(GraphError) {
        let step = body.steps[index]
        let inputs = step.inputs.map(value)
        var waits: [Operation] = []
        for operation in step.waits.flatMap({ done[$0] }) where !waits.contains(operation) { waits.append(operation) }
        if let functional = step.definition as? any FunctionalOperation {
            return try addCall(functional, step, inputs, waits)
        }
        guard let operation = add(step.definition, step.name, inputs, waits) else {
            throw graph.lastMistake.within(function: body.name)
        }
        if !step.returning.isEmpty {
            // What the first iteration has, later ones need not.
            graph.setShape(of: operation.output(0), to: .unknown)
        }
        guard operation.outputs.count >= step.outputCount else {
            throw GraphError(
                .arity, "\(operation.outputs.count) outputs, of which output \(step.outputCount - 1) is read",
                operationType: operation.type, operationName: step.name
            ).within(function: body.name)
        }
        outputs.append(operation.outputs)
        done.append([operation])
        if step.hasEffect { effects.append(operation) }
    }

    private func add(
        _ definition: some OperationDefinition, _ name: String, _ inputs: [Tensor], _ waits: [Operation]
    ) -> Operation? {
        graph.add(definition, inputs: inputs, name: name, controlInputs: waits)
    }

    private mutating func addCall(
        _ definition: any FunctionalOperation, _ step: FunctionBody.Step, _ inputs: [Tensor], _ waits: [Operation]
    ) throws(GraphError) {
        if let call = definition as? FunctionCall, library.gradient(of: call.function) != nil {
            // It stays a call, so that its gradient is the one stated.
            guard let operation = graph.addCall(call, inputs, name: step.name, controlInputs: waits) else {
                throw graph.lastMistake.within(function: body.name)
            }
            outputs.append(operation.outputs)
            done.append([operation])
            if step.hasEffect { effects.append(operation) }
            return
        }
        let call = try graph.inlining(step.name) { () throws(GraphError) in
            let result: Result<InlinedCall, GraphError> = graph.withControlDependencies(on: waits) {
                do throws(GraphError) {
                    return .success(try definition.inlined(inputs, in: graph, functionsOf: source))
                } catch {
                    return .failure(error)
                }
            }
            return try result.get()
        }
        guard call.outputs.count >= step.outputCount else {
            throw GraphError(
                .arity, "\(call.outputs.count) results, of which result \(step.outputCount - 1) is read",
                operationType: type(of: definition).type, operationName: step.name
            ).within(function: body.name)
        }
        outputs.append(call.outputs)
        done.append(call.effects + call.outputs.map(\.operation))
        if step.hasEffect { effects += call.effects }
    }

    /// Hands the heads of loops what comes from the previous iteration, now that it is there.
    func closeLoops() throws(GraphError) {
        for (index, step) in body.steps.enumerated() {
            for (position, source) in step.returning {
                let (head, value) = (done[index][0], value(source))
                guard value.dtype == head.inputs[position].dtype else {
                    throw GraphError(
                        .elementType, "\(head.inputs[position].dtype.name) becomes \(value.dtype.name) in a loop",
                        operationType: head.type, operationName: step.name
                    ).within(function: body.name)
                }
                graph.replaceInput(position, of: head, with: value)
            }
        }
    }

    func finish() -> InlinedCall {
        var all = effects
        for operation in body.controlResults.flatMap({ done[$0] }) where !all.contains(operation) {
            all.append(operation)
        }
        let results = body.results.map(value)
        return InlinedCall(outputs: graph.waiting(results, for: all), effects: all)
    }
}

extension Graph {
    /// Tensors of the same values that are there once operations have run.
    func waiting(_ tensors: [Tensor], for operations: [Operation]) -> [Tensor] {
        guard !operations.isEmpty else { return tensors }
        return withControlDependencies(on: operations) { tensors.map { $0.identity() } }
    }

    /// The mistake that a builder has just recorded.
    var lastMistake: GraphError { mistakes.last ?? GraphError(.value, "an op could not be built") }
}

extension GraphError {
    /// The error as one of an op in a function.
    func within(function name: String) -> GraphError {
        var error = self
        error.message += " (in function '\(name)')"
        return error
    }
}
