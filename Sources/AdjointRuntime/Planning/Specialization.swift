import AdjointCore

/// The pass that turns graph nodes into plan nodes: with the fed shapes it infers every shape anew, folds whatever is
/// known into constants, and follows the taken side of every conditional whose predicate is known.
struct Specialization {
    /// Where a graph value is in the plan.
    enum Place {
        case value(PlanValue)
        /// On a side of a conditional that is not taken.
        case dead
    }

    private(set) var nodes: [PlanNode] = []
    /// Whether each plan node may lie on a side of a conditional that is decided during the run, or in a loop: whether
    /// it runs is then part of what it says, and it is not folded away.
    private(set) var isConditional: [Bool] = []
    /// Whether each plan node has an effect, or needs or waits for one that has.
    private var hasEffect: [Bool] = []
    /// Whether each plan node is known but waits for an effect, itself or through what it was computed from: it stays
    /// with its inputs then, for who reads it waits too.
    private var isKnownLater: [Bool] = []
    /// Inputs of merges that come from the previous iteration of a loop.
    var backEdges: [BackEdge] = []
    let snapshot: GraphSnapshot
    let foldsConstants: Bool
    /// Values that are not simply the outputs of their node's plan node: fed ones, and those of conditionals.
    var places: [NodeOutput: Place] = [:]
    /// The plan node that stands for each graph node where something waits for it; -1 for a dead one.
    private var planIndex: [Int32]
    /// The plan nodes of variables by the first graph node that shares them.
    var variables: [Int: Int] = [:]

    /// The plan graph of a request.
    ///
    /// - Parameters:
    ///   - order: The needed nodes, inputs first.
    ///   - foldsConstants: Whether pure ops with known inputs are computed now.
    static func plan(
        _ request: PlanRequest, order: [Int], foldsConstants: Bool, in snapshot: GraphSnapshot
    ) throws(GraphError) -> PlanGraph {
        var pass = Specialization(request, order: order, foldsConstants: foldsConstants, in: snapshot)
        for index in order { try pass.add(index) }
        pass.closeLoops()
        var fetches: [PlanValue] = []
        for fetch in request.fetches {
            guard case .value(let value) = pass.place(of: fetch) else {
                throw snapshot.deadFetch(node: Int(fetch.node), port: Int(fetch.port))
            }
            guard !pass.isStringHandle(fetch, value) else {
                let node = snapshot[Int(fetch.node)]
                throw GraphError(
                    .fetch, "'\(node.name):\(fetch.port)' is a handle and has no value", operationType: node.type,
                    operationName: node.name, site: node.site)
            }
            fetches.append(value)
        }
        var targets: [Int] = []
        // A target on a side that is not taken does nothing, as in TensorFlow.
        for target in request.targets where pass.planIndex[target] >= 0 { targets.append(Int(pass.planIndex[target])) }
        return PlanGraph(nodes: pass.nodes, fetches: fetches, targets: targets)
    }

    private init(_ request: PlanRequest, order: [Int], foldsConstants: Bool, in snapshot: GraphSnapshot) {
        self.snapshot = snapshot
        self.foldsConstants = foldsConstants
        planIndex = [Int32](repeating: -1, count: snapshot.count)
        nodes.reserveCapacity(order.count + request.feeds.count)
        isConditional = Array(repeating: false, count: request.feeds.count)
        hasEffect = isConditional
        isKnownLater = isConditional
        for (index, feed) in request.feeds.enumerated() {
            let dtype = snapshot[Int(feed.output.node)].outputs[Int(feed.output.port)].dtype
            places[feed.output] = .value(PlanValue(nodes.count))
            nodes.append(
                PlanNode(
                    operation: FeedSource(index: index), inputs: [],
                    outputs: [TensorType(dtype, Shape(feed.dimensions))], origin: Int(feed.output.node),
                    // A fed bool decides conditionals, so its value is part of the request and known here.
                    constants: [feed.condition.map { NDArray($0) }]))
        }
    }

    func place(of output: NodeOutput) -> Place {
        if !places.isEmpty, let place = places[output] { return place }
        let index = planIndex[Int(output.node)]
        return index < 0 ? .dead : .value(PlanValue(Int(index), Int(output.port)))
    }

    func constant(of value: PlanValue) -> NDArray? { nodes[value.node].constants[value.port] }

    private mutating func add(_ index: Int) throws(GraphError) {
        let node = snapshot[index]
        if node.controlInputs.isEmpty, node.outputs.count == 1,
            case .value(let value)? = places[NodeOutput(Int32(index), 0)]
        {
            // Every output is fed: the node itself need not run.
            planIndex[index] = Int32(value.node)
            return
        }
        var inputs: [PlanValue?] = []
        for input in node.inputs {
            if case .value(let value) = place(of: input) { inputs.append(value) } else { inputs.append(nil) }
        }
        var controlInputs = node.controlInputs.map { Int(planIndex[Int($0)]) }
        try checkStringHandles(node, inputs)
        let role = node.definition?.traits.role
        if role == .controlTrigger { controlInputs.removeAll { $0 == -1 } }
        guard !controlInputs.contains(-1), role == .merge || !inputs.contains(nil) else { return }
        // Before anything else: a node that does not fit its op may lack inputs.
        if let error = node.deferredError {
            try addFailing(
                node, index: index, inputs: inputs.compactMap(\.self), controlInputs: controlInputs,
                failure(node, inputs.compactMap(\.self), .shape, error.message))
            return
        }
        switch role {
        case .switch:
            planIndex[index] = try addSwitch(
                node, index: index, inputs: inputs.map { $0! }, controlInputs: controlInputs)
        case .merge:
            planIndex[index] = try addMerge(node, index: index, inputs: inputs, controlInputs: controlInputs)
        default:
            var specialized: PlanNode
            do {
                specialized = try specialize(
                    node, index: index, inputs: inputs.map { $0! }, controlInputs: controlInputs)
            } catch {
                try addFailing(node, index: index, inputs: inputs.map { $0! }, controlInputs: controlInputs, error)
                return
            }
            if role == .variable { try shareVariable(node, index: index, &specialized) }
            planIndex[index] = Int32(append(specialized))
        }
    }

    /// Lets a node fail when the run reaches it, where it may not; elsewhere fails now.
    ///
    /// A node whose results are references or handles is always refused: whoever uses them plans with what they lead to.
    private mutating func addFailing(
        _ node: Node, index: Int, inputs: [PlanValue], controlInputs: [Int], _ error: GraphError
    ) throws(GraphError) {
        let mayBeLeftOut =
            inputs.contains { isConditional[$0.node] } || controlInputs.contains { isConditional[$0] }
        let isComputation =
            switch node.definition?.traits.role {
            case nil, .compute, .placeholder: true
            default: false
            }
        guard mayBeLeftOut, isComputation,
            node.outputs.allSatisfy({ !$0.isReference && $0.dtype != .resource && $0.dtype != .variant })
        else { throw error }
        planIndex[index] = Int32(
            append(
                PlanNode(
                    operation: FailingNode(error: error, displayName: node.type, origin: index), inputs: inputs,
                    controlInputs: controlInputs, outputs: node.outputs, origin: index)))
    }

    mutating func append(_ node: PlanNode) -> Int {
        switch node.operation.traits.role {
        case .switch, .merge, .enter: isConditional.append(true)
        default:
            isConditional.append(
                node.inputs.contains { isConditional[$0.node] } || node.controlInputs.contains { isConditional[$0] })
        }
        hasEffect.append(node.hasEffect { hasEffect[$0] })
        isKnownLater.append(
            node.constants.contains { $0 != nil }
                && (node.controlInputs.contains { hasEffect[$0] } || node.inputs.contains { isKnownLater[$0.node] }))
        nodes.append(node)
        return nodes.count - 1
    }

    /// Hands the loops' merges what comes from the previous iteration, now that it is there.
    private mutating func closeLoops() {
        for edge in backEdges {
            guard case .value(let value) = place(of: edge.source) else { continue }
            guard let merge = nodes[edge.merge].operation as? ArrivingValue else { continue }
            nodes[edge.merge].operation = ArrivingValue(positions: merge.positions + [edge.position])
            nodes[edge.merge].inputs.append(value)
        }
    }

    private func specialize(
        _ node: Node, index: Int, inputs: [PlanValue], controlInputs: [Int]
    ) throws(GraphError) -> PlanNode {
        guard let definition = node.definition else {
            throw failure(
                node, inputs, .unknownOperation, "an op of this type is not known here, and the fetch depends on it")
        }
        let traits = definition.traits
        switch traits.role {
        case .placeholder where inputs.isEmpty:
            throw failure(
                node, inputs, .feed, "must be fed a value of \(node.outputs[0])", remedy: "feed it in `feeding:`")
        default: break
        }
        var outputs = node.outputs
        var known: [NDArray?] = Array(repeating: nil, count: outputs.count)
        let constants = inputs.map(constant)
        do {
            let context = ShapeContext(
                inputs: inputs.map { nodes[$0.node].outputs[$0.port] },
                values: constants.map { $0.map(StaticValue.known) })
            let shapes = try definition.checkedShapes(context)
            for port in outputs.indices {
                if let input = traits.aliases[port],
                    outputs[port].dtype == .resource || context.inputs[input].dtype == .resource
                {
                    // A handle that is handed on is whatever it leads to.
                    outputs[port] = context.inputs[input]
                    continue
                }
                guard let shape = shapes[port].merged(with: outputs[port].shape) else {
                    throw OperationError("the shape \(shapes[port]) contradicts \(outputs[port].shape)")
                }
                // Writing makes a copy of the graph's list; most are as they were.
                if shape != outputs[port].shape { outputs[port].shape = shape }
            }
            if traits.role == .placeholder, let input = traits.aliases[0] {
                // Not fed, it is its default, whatever shapes a fed value could have.
                outputs[0].shape = nodes[inputs[input].node].outputs[inputs[input].port].shape
            }
            if let variable = definition.handledVariable { outputs[0] = variable }
            if traits.hasStringHandle, definition.givesString { outputs[0] = TensorType(.resource, .scalar) }
            if let value = definition.constantValue {
                known = [value]
            } else if foldsConstants {
                for (port, value) in definition.inferStaticValues(context) {
                    if case .known(let array) = value { known[port] = array }
                }
            }
        } catch {
            throw failure(node, inputs, .shape, "\(error)")
        }
        for (port, input) in traits.aliases where traits.effects.isEmpty {
            guard let value = constants[input], let dimensions = outputs[port].shape.dimensions else { continue }
            known[port] = value.reshaped(to: dimensions)
        }
        // Predicates are always worked out: which side of a conditional is taken must not depend on an option.
        if foldsConstants || outputs.allSatisfy({ $0.dtype == .bool && $0.shape == .scalar }),
            known.contains(where: { $0 == nil }), let folded = fold(definition, constants, outputs)
        {
            known = folded.map { $0 }
        }
        if controlInputs.isEmpty, known.count == 1, let value = known[0], !traits.isStateful, traits.role == .compute,
            !inputs.contains(where: { isConditional[$0.node] || isKnownLater[$0.node] })
        {
            return PlanNode(
                operation: ConstantSource(value: value), inputs: [], outputs: outputs, origin: index, constants: known)
        }
        return PlanNode(
            operation: definition, inputs: inputs, controlInputs: controlInputs, outputs: outputs, origin: index,
            constants: known)
    }

    /// The outputs of a pure op whose inputs are all known, if they are not large.
    private func fold(
        _ definition: any OperationDefinition, _ constants: [NDArray?], _ outputs: [TensorType]
    ) -> [NDArray]? {
        let traits = definition.traits
        guard traits.role == .compute, !traits.isStateful, !traits.hasDataDependentShapes, !constants.isEmpty,
            constants.allSatisfy({ $0 != nil }),
            outputs.allSatisfy({ !$0.isReference && ($0.shape.elementCount ?? .max) <= Self.foldLimit })
        else { return nil }
        // An op that fails on its constants fails in the run, with its name; here it is only left alone.
        return try? ConstantEvaluation.evaluate(definition, inputs: constants.map { $0! }, outputs: outputs)
    }

    /// Larger results stay computed in every step: folding must not turn a small graph into a large plan.
    private static let foldLimit = 1 << 16

    func failure(
        _ node: Node, _ inputs: [PlanValue], _ kind: GraphError.Kind, _ message: String, remedy: String? = nil
    ) -> GraphError {
        GraphError(
            kind, message, operationType: node.type, operationName: node.name, site: node.site,
            subjects: zip(node.inputs, inputs).enumerated().map { position, input in
                GraphError.Subject(
                    role: "input \(position)", name: "\(snapshot[Int(input.0.node)].name):\(input.0.port)",
                    type: nodes[input.1.node].outputs[input.1.port], site: snapshot[Int(input.0.node)].site)
            }, remedy: remedy)
    }
}

extension GraphSnapshot {
    /// The error of fetching what was not computed because a conditional went the other way.
    func deadFetch(node index: Int, port: Int) -> GraphError {
        let node = self[index]
        return GraphError(
            .fetch,
            "'\(node.name):\(port)' lies on the side of a conditional that is not taken, so it has no value",
            operationType: node.type, operationName: node.name, site: node.site,
            remedy: "fetch what the conditional returns, or feed the predicate the other value")
    }
}
