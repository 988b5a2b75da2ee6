/// Turns the nodes of a file into nodes of a graph: resolves names, decodes ops, infers types and shapes.
///
/// Works through the nodes with inputs first, whatever their order in the file; a cycle, as loops make, is entered at
/// a merge if there is one, whose inputs from inside the cycle then count as unknown.
struct NodeImporter {
    private let source: [ImportedNode]
    private let firstIndex: Int
    private let registry: OperationRegistry
    private let opaque: [String: OpaqueOperation]
    private var inputs: [[NodeOutput]] = []
    private var controlInputs: [[Int32]] = []
    /// The first input that reads each output, and how many outputs of each node the reads imply: for ops that nothing
    /// else describes.
    private var readers: [NodeOutput: Reader] = [:]
    private var readCounts: [Int]
    private var results: [Node?]

    /// Input `position` of the node `node` of the file.
    private struct Reader {
        var node: Int
        var position: Int
    }

    /// A port number above this is taken for damage: no op has so many outputs.
    private static let portLimit = 1024

    init(
        _ source: [ImportedNode], firstIndex: Int, registry: OperationRegistry, opaque: [String: OpaqueOperation]
    ) throws(GraphError) {
        self.source = source
        self.firstIndex = firstIndex
        self.registry = registry
        self.opaque = opaque
        readCounts = Array(repeating: 0, count: source.count)
        results = Array(repeating: nil, count: source.count)
        var indices: [String: Int] = [:]
        indices.reserveCapacity(source.count)
        for (index, node) in source.enumerated() {
            guard indices.updateValue(index, forKey: node.name) == nil else {
                throw GraphError(.name, "two nodes are called '\(node.name)'", operationType: node.type)
            }
        }
        inputs.reserveCapacity(source.count)
        controlInputs.reserveCapacity(source.count)
        for (index, node) in source.enumerated() {
            var data: [NodeOutput] = []
            var control: [Int32] = []
            for input in node.inputs {
                let (name, port) = Self.parse(input)
                guard let producer = indices[name], port ?? 0 < Self.portLimit else {
                    throw GraphError(
                        .notFound, "its input '\(input)' is not in the file", operationType: node.type,
                        operationName: node.name)
                }
                guard let port else {
                    control.append(Int32(firstIndex + producer))
                    continue
                }
                let output = NodeOutput(Int32(firstIndex + producer), Int32(port))
                readCounts[producer] = max(readCounts[producer], port + 1)
                if readers[output] == nil { readers[output] = Reader(node: index, position: data.count) }
                data.append(output)
            }
            inputs.append(data)
            controlInputs.append(control)
        }
    }

    /// The producer's name and output; no output for a control input.
    private static func parse(_ input: String) -> (name: String, port: Int?) {
        if input.utf8.first == UInt8(ascii: "^") { return (String(input.dropFirst()), nil) }
        guard let colon = input.utf8.lastIndex(of: UInt8(ascii: ":")),
            let port = Int(input[input.utf8.index(after: colon)...]), port >= 0
        else { return (input, 0) }
        return (String(input[..<colon]), port)
    }

    mutating func run() throws(GraphError) -> [Node] {
        for index in evaluationOrder() { results[index] = makeNode(index) }
        for (index, node) in source.enumerated() {
            for input in inputs[index] {
                let producer = results[Int(input.node) - firstIndex]!
                guard Int(input.port) < producer.outputs.count else {
                    throw GraphError(
                        .arity,
                        "reads '\(producer.name):\(input.port)', but that op has \(producer.outputs.count) outputs",
                        operationType: node.type, operationName: node.name)
                }
            }
        }
        return results.map { $0! }
    }

    /// The nodes, producers of data first where there is no cycle.
    private func evaluationOrder() -> [Int] {
        var waiting = inputs.map(\.count)
        var users = [[Int32]](repeating: [], count: source.count)
        for (index, inputs) in inputs.enumerated() {
            for input in inputs { users[Int(input.node) - firstIndex].append(Int32(index)) }
        }
        var order = source.indices.filter { waiting[$0] == 0 }
        order.reserveCapacity(source.count)
        var isOrdered = [Bool](repeating: false, count: source.count)
        for index in order { isOrdered[index] = true }
        let merges = source.indices.filter { isMerge(source[$0].type) }
        var (head, nextMerge, nextAny) = (0, 0, 0)
        while order.count < source.count || head < order.count {
            if head == order.count {
                while nextMerge < merges.count, isOrdered[merges[nextMerge]] { nextMerge += 1 }
                while isOrdered[nextAny] { nextAny += 1 }
                let entry = nextMerge < merges.count ? merges[nextMerge] : nextAny
                isOrdered[entry] = true
                order.append(entry)
            }
            for user in users[order[head]] {
                waiting[Int(user)] -= 1
                if waiting[Int(user)] == 0, !isOrdered[Int(user)] {
                    isOrdered[Int(user)] = true
                    order.append(Int(user))
                }
            }
            head += 1
        }
        return order
    }

    private func isMerge(_ type: String) -> Bool {
        guard let definition = registry.definitions[type] else { return false }
        return definition.init().traits.role == .merge
    }

    private func makeNode(_ index: Int) -> Node {
        let imported = source[index]
        let decoded: DecodedOperation
        if let definition = registry.definitions[imported.type] {
            decoded = decode(definition, index: index)
        } else {
            decoded = DecodedOperation(
                definition: opaque[imported.type]?.definition?(imported.attributes), outputs: opaqueOutputs(imported))
        }
        var outputs = decoded.outputs ?? []
        if decoded.outputs == nil {
            // Nothing states the outputs, so there are those that are read; one at least, so that it can be asked for.
            for port in 0..<max(1, readCounts[index]) { outputs.append(typeFromReader(of: index, port: port)) }
        }
        return Node(
            name: imported.name, definition: decoded.definition, inputs: inputs[index],
            controlInputs: controlInputs[index], outputs: outputs, staticValues: decoded.staticValues,
            device: imported.device, site: nil, deferredError: decoded.error, inferredTypes: [],
            storedAttributes: imported.attributes,
            unregisteredType: decoded.definition.map { type(of: $0).type } == imported.type ? nil : imported.type,
            isImported: true,
            encoding: imported.encoding)
    }

    /// What decoding gives; `outputs` is `nil` where nothing states them.
    private struct DecodedOperation {
        var definition: (any OperationDefinition)?
        var outputs: [TensorType]?
        var staticValues: [StaticValue?]?
        var error: OperationError?
    }

    private func decode<Definition: OperationDefinition>(
        _: Definition.Type, index: Int
    ) -> DecodedOperation {
        let imported = source[index]
        var stated = imported.attributes
        for entry in imported.corrections.entries { stated[entry.name] = entry.value }
        let definition: Definition
        do {
            definition = try Definition.decoding(stated)
        } catch {
            let outputs = try? Definition.signature.resolveOutputs { stated[$0] }
            return DecodedOperation(outputs: outputs, error: error)
        }
        let attribute = { (name: String) -> AttributeValue? in
            stated[name] ?? definition.value(ofAttribute: name)
        }
        let inputTypes = inputTypes(of: index, signature: Definition.signature, attribute: attribute)
        var result = DecodedOperation(definition: definition)
        do {
            let resolution = try Definition.signature.resolve(inputTypes, attribute: attribute)
            for (name, value) in resolution.inferred {
                if let statedValue = stated[name], statedValue != value, !Self.areEmptyLists(statedValue, value) {
                    throw SignatureMismatch(
                        kind: .elementType,
                        message: "attribute '\(name)' is \(statedValue), but the inputs are \(value)")
                }
            }
            result.outputs = resolution.outputs
            let values = inputs[index].map { input -> StaticValue? in
                results[Int(input.node) - firstIndex]?.staticValue(Int(input.port))
            }
            let inference = try definition.inferOutputs(
                ShapeContext(inputs: inputTypes, values: values), outputTypes: resolution.outputs)
            for port in inference.shapes.indices { result.outputs![port].shape = inference.shapes[port] }
            result.staticValues = inference.values
        } catch let mismatch as SignatureMismatch {
            result.error = OperationError(mismatch.message)
            result.outputs = try? Definition.signature.resolveOutputs(attribute)
        } catch {
            result.error = error as? OperationError ?? OperationError("\(error)")
        }
        return result
    }

    private static func areEmptyLists(_ left: AttributeValue, _ right: AttributeValue) -> Bool {
        guard case .list(let left) = left, case .list(let right) = right else { return false }
        return left.isEmpty && right.isEmpty
    }

    private func opaqueOutputs(_ node: ImportedNode) -> [TensorType]? {
        guard let description = opaque[node.type] else { return nil }
        return try? description.signature.resolveOutputs {
            node.attributes[$0] ?? description.attributeDefaults[$0]
        }
    }

    /// The types of a node's inputs; those not worked out yet, which a cycle can hold, as the node itself states them.
    private func inputTypes(
        of index: Int, signature: OperationSignature, attribute: (String) -> AttributeValue?
    ) -> [TensorType] {
        let declared =
            inputs[index].contains { results[Int($0.node) - firstIndex] == nil }
            ? signature.declaredInputs(count: inputs[index].count, attribute) : nil
        return inputs[index].enumerated().map { position, input in
            guard let producer = results[Int(input.node) - firstIndex] else {
                return declared?[position] ?? TensorType(.variant, .unknown)
            }
            let port = Int(input.port)
            return port < producer.outputs.count ? producer.outputs[port] : TensorType(.variant, .unknown)
        }
    }

    /// The type of an output of an op that nothing describes: what the first op to read it takes it for.
    private func typeFromReader(of index: Int, port: Int) -> TensorType {
        guard let reader = readers[NodeOutput(Int32(firstIndex + index), Int32(port))] else {
            return TensorType(.variant, .unknown)
        }
        let node = source[reader.node]
        let description = opaque[node.type]
        guard let signature = registry.definitions[node.type]?.signature ?? description?.signature else {
            return TensorType(.variant, .unknown)
        }
        let declared = signature.declaredInputs(count: inputs[reader.node].count) {
            node.attributes[$0] ?? description?.attributeDefaults[$0]
        }
        return declared?[reader.position] ?? TensorType(.variant, .unknown)
    }
}

extension Node {
    func staticValue(_ port: Int) -> StaticValue? {
        guard let staticValues, port < staticValues.count else { return nil }
        return staticValues[port]
    }
}

extension AttributeList {
    /// Whether the list has no elements, whatever their kind would be.
    var isEmpty: Bool {
        switch self {
        case .empty: true
        case .strings(let list): list.isEmpty
        case .ints(let list): list.isEmpty
        case .floats(let list): list.isEmpty
        case .bools(let list): list.isEmpty
        case .types(let list): list.isEmpty
        case .shapes(let list): list.isEmpty
        case .tensors(let list): list.isEmpty
        case .functions(let list): list.isEmpty
        }
    }
}
