import Synchronization

/// What stands for one call: nodes of a graph of its own, to be put in the call's place.
final class CallTemplate: Sendable {
    /// The types that the inputs had when it was built.
    let inputTypes: [TensorType]
    /// Whether what has no inputs waits for the start.
    let isWaiting: Bool
    /// What was known of the inputs then.
    let inputValues: [StaticValue?]
    let nodes: GraphSnapshot
    /// The nodes that stand for the inputs, in order; they come first.
    let argumentCount: Int
    /// The node that stands for what the call waits for; it comes after the arguments.
    var start: Int { argumentCount }
    let outputs: [NodeOutput]
    let effects: [Int32]

    /// The scope that all nodes beyond the start are in.
    static let scope = "call"

    /// Builds what stands for a node.
    ///
    /// - Throws: ``GraphError`` of the functions, or of what is built of them.
    init(
        _ node: Node, inputs: [(type: TensorType, value: StaticValue?)], isWaiting: Bool, source: Graph
    ) throws(GraphError) {
        guard let definition = node.definition as? any FunctionalOperation else {
            preconditionFailure("'\(node.name)' is no call")
        }
        let graph = Graph(seed: source.seed)
        let arguments = inputs.map { input in
            graph.addTensor(
                CallArgument(TensorType(input.type.dtype, input.type.shape), value: input.value), name: "arg")
        }
        let start = graph.add(CallBoundary(), name: "start")
        let waits = isWaiting ? [start].compactMap(\.self) : []
        let result: Result<InlinedCall, GraphError> = graph.nameScope(Self.scope) {
            graph.withControlDependencies(on: waits) {
                do throws(GraphError) {
                    return .success(try definition.inlined(arguments, in: graph, functionsOf: source))
                } catch {
                    return .failure(error)
                }
            }
        }
        let call = try result.get()
        try graph.validate()
        guard call.outputs.count == node.outputs.count else {
            throw GraphError(.arity, "its functions have \(call.outputs.count) results, it has \(node.outputs.count)")
        }
        for (output, type) in zip(call.outputs, node.outputs) where output.dtype != type.dtype {
            throw GraphError(
                .elementType, "its functions give \(output.dtype.name) where it states \(type.dtype.name)")
        }
        self.isWaiting = isWaiting
        inputTypes = inputs.map(\.type)
        inputValues = inputs.map(\.value)
        nodes = graph.snapshot()
        argumentCount = inputs.count
        outputs = call.outputs.map(\.nodeOutput)
        effects = call.effects.map { Int32($0.index) }
    }
}

extension CallTemplate {
    /// What stands for a node; kept with the graph where the node is one of its own.
    ///
    /// - Parameter isWaiting: Whether what has no inputs must wait for the start: it must not run where the call does not.
    /// - Throws: ``GraphError`` as the initializer does, as an error of the node.
    static func of(
        _ node: Node, inputs: [(type: TensorType, value: StaticValue?)], isWaiting: Bool, call: Int32?, in graph: Graph
    ) throws(GraphError) -> CallTemplate {
        let table = CallTable.of(graph)
        if let call, let known = table.contents.withLock({ $0.templates[call] }),
            known.isWaiting == isWaiting, known.inputTypes == inputs.map(\.type),
            known.inputValues == inputs.map(\.value)
        {
            return known
        }
        let template: CallTemplate
        do throws(GraphError) {
            template = try CallTemplate(node, inputs: inputs, isWaiting: isWaiting, source: graph)
        } catch {
            throw error.within(node)
        }
        if let call { table.contents.withLock { $0.templates[call] = template } }
        return template
    }
}

extension Graph {
    /// Checks that what stands for a call can be built.
    ///
    /// - Throws: ``GraphError`` for functions that do not exist, do not fit or call themselves.
    package func checkCall(_ operation: Operation) throws(GraphError) {
        let snapshot = snapshot()
        let node = snapshot[operation.index]
        let inputs = node.inputs.map { input in
            (type: snapshot.type(of: input), value: snapshot[Int(input.node)].staticValue(Int(input.port)))
        }
        _ = try CallTemplate.of(
            node, inputs: inputs, isWaiting: !node.controlInputs.isEmpty, call: Int32(operation.index), in: self)
    }
}

extension GraphError {
    /// The error as one of the call that it was met in.
    fileprivate func within(_ node: Node) -> GraphError {
        var error = self
        error.message = [operationType, operationName.map { "'\($0)'" }].compactMap(\.self).joined(separator: " ")
        error.message += error.message.isEmpty ? message : ": " + message
        error.operationType = node.type
        error.operationName = node.name
        error.site = node.site
        return error
    }
}
