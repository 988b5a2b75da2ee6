import Synchronization

extension Graph {
    /// Appends a node: checks the inputs against the op's signature, infers the outputs, makes the name unique.
    ///
    /// On a mistake nothing is appended, no name is taken, the mistake is recorded, and `nil` comes back.
    /// - Parameters:
    ///   - definition: The op with its attributes.
    ///   - inputs: The data inputs, list arguments flattened.
    ///   - name: The requested name within the current scope; the op type by default. A name that ends in a slash is
    ///     that of a scope already opened, which the op takes as its own name.
    ///   - controlInputs: What must run first, beside the scope's control dependencies.
    ///   - attributes: Attributes beyond the op's own.
    ///   - type: The op type that the node states, with `attributes` alone, where that is not the definition's: a call has
    ///     the name of its function.
    ///   - site: Where the user's program asked for it.
    @discardableResult
    public func add<Definition: OperationDefinition>(
        _ definition: Definition, inputs: [Tensor] = [], name: String? = nil, controlInputs: [Operation] = [],
        attributes: Attributes = Attributes(), type: String? = nil, site: CreationSite? = nil
    ) -> Operation? {
        // An invalid input carries a mistake that is recorded already.
        for input in inputs where !input.isValid { return nil }
        let scope = BuildScope.current(of: self)
        let ownScope = name.flatMap(Self.nameOfOpenScope)
        let requested = ownScope ?? (scope?.prefix ?? "") + (name ?? Definition.type)
        var outputs = inputs.map { NodeOutput($0.node, $0.port) }
        let stored = scope.map { attributes.merging($0.location) } ?? attributes
        var control = controlInputs.map { Int32($0.index) }
        if let scoped = scope?.control?.controlInputs(for: outputs) {
            for node in scoped where !control.contains(node) { control.append(node) }
        }
        var takesNameLiterally = ownScope != nil
        var requestedInContext = requested
        let isOwn = inputs.allSatisfy { $0.graph === self }
        let context = isOwn ? scope?.context?.home(ofType: Definition.type, inputs: outputs, in: self) : nil
        if let context {
            if context.mustAdopt(outputs, in: self), Self.isValidOperationName(requested) {
                // What brings values in stands in the op's own scope, so the op has its name first.
                if !takesNameLiterally { requestedInContext = makeUniqueName(requested) }
                takesNameLiterally = true
                outputs = withNameScope(requestedInContext) { context.adopt(outputs, in: self) }
            }
            control = context.controlInputs(control, for: outputs, in: self)
        }
        let (inputOutputs, ownName, isLiteral, waits) = (outputs, requestedInContext, takesNameLiterally, control)

        let result: Result<Int, GraphError> = state.withLock { state in
            do throws(GraphError) {
                guard Self.isValidOperationName(requested) else {
                    throw GraphError(.name, "'\(requested)' is not an operation name")
                }
                if let foreign = inputs.first(where: { $0.graph !== self }) {
                    throw foreignGraphError(foreign.name)
                }
                let index = state.append(
                    try Self.makeNode(
                        definition, inputs: inputOutputs, controlInputs: waits, attributes: stored,
                        device: scope?.device ?? "", site: site, in: state.nodes),
                    type: type, name: ownName, isLiteral: isLiteral, callsFunctions: Definition.callsFunctions)
                return .success(index)
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let index):
            scope?.control?.add(Int32(index))
            context?.didAdd(Int32(index), in: self)
            return Operation(graph: self, index: index)
        case .failure(var error):
            error.operationType = Definition.type
            error.operationName = requested
            error.site = site
            record(error)
            return nil
        }
    }

    /// Appends a node and returns its output 0, or the invalid tensor that stands for it.
    public func addTensor<Definition: OperationDefinition>(
        _ definition: Definition, inputs: [Tensor] = [], name: String? = nil, controlInputs: [Operation] = [],
        attributes: Attributes = Attributes(), site: CreationSite? = nil
    ) -> Tensor {
        add(
            definition, inputs: inputs, name: name, controlInputs: controlInputs, attributes: attributes, site: site
        )?.output(0) ?? inputs.first { !$0.isValid } ?? Tensor(graph: self, node: -1, port: 0)
    }

    /// Appends a node and returns all its outputs; `count` invalid ones after a mistake.
    public func addTensors<Definition: OperationDefinition>(
        _ definition: Definition, inputs: [Tensor] = [], count: Int, name: String? = nil,
        controlInputs: [Operation] = [], attributes: Attributes = Attributes(), site: CreationSite? = nil
    ) -> [Tensor] {
        add(
            definition, inputs: inputs, name: name, controlInputs: controlInputs, attributes: attributes, site: site
        )?.outputs
            ?? [Tensor](
                repeating: inputs.first { !$0.isValid } ?? Tensor(graph: self, node: -1, port: 0), count: count)
    }

    /// A nameless node with inferred outputs. Runs under the graph's lock: definitions see no graph.
    static func makeNode<Definition: OperationDefinition>(
        _ definition: Definition, inputs: [NodeOutput], controlInputs: [Int32], attributes: Attributes, device: String,
        site: CreationSite?, in nodes: NodeList
    ) throws(GraphError) -> Node {
        let inputTypes = inputs.map { nodes.pointer(to: Int($0.node)).pointee.outputs[Int($0.port)] }
        func subjects() -> [GraphError.Subject] {
            zip(inputs, inputTypes).enumerated().map { index, input in
                let producer = nodes[Int(input.0.node)]
                return GraphError.Subject(
                    role: Definition.signature.inputName(index, of: inputs.count),
                    name: "\(producer.name):\(input.0.port)", type: input.1, site: producer.site)
            }
        }
        var resolution: SignatureResolution
        do throws(SignatureMismatch) {
            resolution = try Definition.signature.resolve(inputTypes) { definition.value(ofAttribute: $0) }
        } catch {
            throw GraphError(error.kind, error.message, subjects: subjects())
        }
        let isAnyValueKnown = inputs.contains { nodes.pointer(to: Int($0.node)).pointee.staticValues != nil }
        let values =
            isAnyValueKnown
            ? inputs.map { nodes.pointer(to: Int($0.node)).pointee.staticValues?[Int($0.port)] } : nil
        let context = ShapeContext(inputs: inputTypes, values: values)
        let inference: (shapes: [Shape], values: [StaticValue?]?)
        do {
            inference = try definition.inferOutputs(context, outputTypes: resolution.outputs)
        } catch {
            throw GraphError(.shape, "\(error)", subjects: subjects())
        }
        for (index, shape) in inference.shapes.enumerated() { resolution.outputs[index].shape = shape }
        return Node(
            name: "", definition: definition, inputs: inputs, controlInputs: controlInputs, outputs: resolution.outputs,
            staticValues: inference.values, device: device, site: site, deferredError: nil,
            inferredTypes: resolution.inferred, storedAttributes: attributes, unregisteredType: nil, isImported: false,
            encoding: nil)
    }

    /// Adds control inputs to a node that no session has run yet. TF: `Operation._add_control_inputs`.
    public func addControlInputs(_ operations: [Operation], to operation: Operation) {
        state.withLock { state in
            state.nodes.update(operation.index) { node in
                for index in operations.map({ Int32($0.index) }) where !node.controlInputs.contains(index) {
                    node.controlInputs.append(index)
                }
            }
        }
    }

    /// Replaces a data input, which is how the back edge of a loop is closed. TF: `Operation._update_input`.
    ///
    /// - Precondition: the new input has the element type of the old one and belongs to this graph.
    public func replaceInput(_ index: Int, of operation: Operation, with tensor: Tensor) {
        precondition(tensor.graph === self && tensor.isValid, "the new input belongs to another graph")
        state.withLock { state in
            state.nodes.update(operation.index) { $0.inputs[index] = NodeOutput(tensor.node, tensor.port) }
        }
    }

    /// Notes what is known of a tensor's shape beyond what its op tells. TF: `Tensor.set_shape`.
    ///
    /// Only before a session has run the op. A shape that contradicts what is known is a mistake.
    public func refineShape(
        of tensor: Tensor, to shape: Shape, file: StaticString = #fileID, line: UInt = #line
    ) {
        guard tensor.isValid, shape != .unknown else { return }
        guard let refined = tensor.shape.merged(with: shape) else {
            record(
                GraphError(
                    .shape, "'\(tensor.name)' has the shape \(tensor.shape), which is not \(shape)",
                    site: CreationSite(file, line)))
            return
        }
        setShape(of: tensor, to: refined)
    }

    /// Replaces what is known of a tensor's shape: what a loop's first value has, later ones need not.
    public func setShape(of tensor: Tensor, to shape: Shape) {
        state.withLock { state in
            state.nodes.update(tensor.operation.index) { $0.outputs[tensor.outputIndex].shape = shape }
        }
    }
}

extension Graph.State {
    /// Appends a node under a name of its own and returns its index.
    ///
    /// - Parameter isLiteral: Whether the name is that of a scope already opened, which the node takes.
    fileprivate mutating func append(
        _ node: consuming Node, type: String?, name: String, isLiteral: Bool, callsFunctions: Bool
    ) -> Int {
        let index = nodes.count
        node.unregisteredType = type
        node.name =
            isLiteral ? names.makeLiteral(name, for: Int32(index)) : names.makeUnique(name, for: Int32(index))
        nodes.append(node, callsFunctions: callsFunctions)
        return index
    }
}
