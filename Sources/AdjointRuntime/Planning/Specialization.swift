import AdjointCore

/// The pass that turns graph nodes into plan nodes: with the fed shapes it infers every shape anew and folds whatever
/// is known into constants.
struct Specialization {
    private(set) var plan: PlanGraph
    private let snapshot: GraphSnapshot

    /// - Parameters:
    ///   - order: The needed nodes, inputs first.
    ///   - foldsConstants: Whether pure ops with known inputs are computed now.
    init(
        _ request: PlanRequest, order: [Int], foldsConstants: Bool, in snapshot: GraphSnapshot
    ) throws(GraphError) {
        self.snapshot = snapshot
        var nodes: [PlanNode] = []
        nodes.reserveCapacity(order.count + request.feeds.count)
        var fed: [NodeOutput: PlanValue] = [:]
        for (index, feed) in request.feeds.enumerated() {
            let type = snapshot[Int(feed.output.node)].outputs[Int(feed.output.port)]
            fed[feed.output] = PlanValue(nodes.count)
            nodes.append(
                PlanNode(
                    operation: FeedSource(index: index), inputs: [],
                    outputs: [TensorType(type.dtype, Shape(feed.dimensions))], origin: Int(feed.output.node)))
        }
        var planIndex = [Int32](repeating: -1, count: snapshot.count)
        func value(_ output: NodeOutput) -> PlanValue {
            if !fed.isEmpty, let value = fed[output] { return value }
            return PlanValue(Int(planIndex[Int(output.node)]), Int(output.port))
        }
        for index in order {
            let node = snapshot[index]
            planIndex[index] = Int32(nodes.count)
            if !fed.isEmpty, node.controlInputs.isEmpty, let feed = Self.soleFeed(of: node, index: index, in: fed) {
                // Every output is fed: the node itself need not run.
                planIndex[index] = Int32(feed.node)
                continue
            }
            let inputs = node.inputs.map(value)
            let controlInputs = node.controlInputs.map { Int(planIndex[Int($0)]) }
            nodes.append(
                try Self.specialize(
                    node, index: index, inputs: inputs, controlInputs: controlInputs, nodes: nodes,
                    foldsConstants: foldsConstants, snapshot: snapshot))
        }
        plan = PlanGraph(
            nodes: nodes, fetches: request.fetches.map(value), targets: request.targets.map { Int(planIndex[$0]) })
    }

    private static func soleFeed(of node: Node, index: Int, in fed: [NodeOutput: PlanValue]) -> PlanValue? {
        node.outputs.count == 1 ? fed[NodeOutput(Int32(index), 0)] : nil
    }

    private static func specialize(
        _ node: Node, index: Int, inputs: [PlanValue], controlInputs: [Int], nodes: [PlanNode], foldsConstants: Bool,
        snapshot: GraphSnapshot
    ) throws(GraphError) -> PlanNode {
        func failure(_ kind: GraphError.Kind, _ message: String, remedy: String? = nil) -> GraphError {
            GraphError(
                kind, message, operationType: node.type, operationName: node.name, site: node.site,
                subjects: zip(node.inputs, inputs).enumerated().map { position, input in
                    GraphError.Subject(
                        role: "input \(position)",
                        name: "\(snapshot[Int(input.0.node)].name):\(input.0.port)",
                        type: nodes[input.1.node].outputs[input.1.port], site: snapshot[Int(input.0.node)].site)
                }, remedy: remedy)
        }
        if let error = node.deferredError { throw failure(.shape, error.message) }
        guard let definition = node.definition else {
            throw failure(.unknownOperation, "an op of this type is not known here, and the fetch depends on it")
        }
        let traits = definition.traits
        if traits.role == .placeholder, inputs.isEmpty {
            throw failure(.feed, "must be fed a value of \(node.outputs[0])", remedy: "feed it in `feeding:`")
        }
        switch traits.role {
        case .switch, .merge, .enter, .exit, .nextIteration, .loopCondition:
            throw failure(.fetch, "control flow cannot be executed by this version")
        case .compute, .placeholder, .variable, .noOperation: break
        }
        let inputTypes = inputs.map { nodes[$0.node].outputs[$0.port] }
        let constants = inputs.map { nodes[$0.node].constants[$0.port] }
        var outputs = node.outputs
        var known: [NDArray?] = Array(repeating: nil, count: outputs.count)
        do {
            let context = ShapeContext(inputs: inputTypes, values: constants.map { $0.map(StaticValue.known) })
            let shapes = try definition.inferShapes(context)
            for port in outputs.indices {
                guard let shape = shapes[port].merged(with: outputs[port].shape) else {
                    throw OperationError("the shape \(shapes[port]) contradicts \(outputs[port].shape)")
                }
                outputs[port].shape = shape
            }
            if let value = definition.constantValue {
                known = [value]
            } else if foldsConstants {
                for (port, value) in definition.inferStaticValues(context) {
                    if case .known(let array) = value { known[port] = array }
                }
            }
        } catch {
            throw failure(.shape, "\(error)")
        }
        if foldsConstants, known.contains(where: { $0 == nil }), let folded = fold(definition, constants, outputs) {
            known = folded.map { $0 }
        }
        if controlInputs.isEmpty, known.count == 1, let value = known[0], !traits.isStateful {
            return PlanNode(
                operation: ConstantSource(value: value), inputs: [], outputs: outputs, origin: index, constants: known)
        }
        return PlanNode(
            operation: definition, inputs: inputs, controlInputs: controlInputs, outputs: outputs, origin: index,
            constants: known)
    }

    /// The outputs of a pure op whose inputs are all known, if they are not large.
    private static func fold(
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
}
