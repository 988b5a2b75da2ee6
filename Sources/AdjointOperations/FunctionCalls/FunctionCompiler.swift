import AdjointCore

/// Makes a function of a file ready to be built: resolves names, puts in a call's attributes, decodes ops, and keeps what
/// the results and effects need.
struct FunctionCompiler {
    private let function: FunctionDefinition
    private let attributes: Attributes
    private let library: FunctionLibrary
    private let registry: OperationRegistry
    private let opaque: [String: OpaqueOperation]
    private let callers: [String]
    private var indices: [String: Int] = [:]
    /// For each argument of the signature, the arguments that it stands for.
    private var argumentRanges: [String: Range<Int>] = [:]
    private var argumentTypes: [DType?] = []
    private var steps: [Int: FunctionBody.Step] = [:]

    /// More ops than this in one call are taken for damage: a few functions that call each other twice come to any number.
    private static let sizeLimit = 1 << 18

    init(
        _ function: FunctionDefinition, attributes: Attributes, library: FunctionLibrary, registry: OperationRegistry,
        opaque: [String: OpaqueOperation], callers: [String]
    ) {
        self.function = function
        var all = function.attributeDefaults
        for entry in attributes.entries { all[entry.name] = entry.value }
        self.attributes = all
        self.library = library
        self.registry = registry
        self.opaque = opaque
        self.callers = callers
    }

    private func failure(_ kind: GraphError.Kind, _ message: String, node: ImportedNode? = nil) -> GraphError {
        GraphError(kind, message, operationType: node?.type, operationName: node?.name).within(function: function.name)
    }

    // MARK: The whole function

    consuming func body() throws(GraphError) -> FunctionBody {
        try readArguments()
        for (index, node) in function.nodes.enumerated() {
            guard indices.updateValue(index, forKey: node.name) == nil, argumentRanges[node.name] == nil else {
                throw failure(.name, "two things in it are called '\(node.name)'")
            }
        }
        let (results, resultTypes) = try readResults()
        var roots: [Int] = []
        for name in function.controlResults {
            guard let index = indices[name] else { throw failure(.notFound, "it has no node '\(name)' to wait for") }
            // What has no effect need not run although the function states it; what is not known may have one.
            if hasEffect(index) || !isKnown(function.nodes[index]) { roots.append(index) }
        }
        let controlResults = roots
        for result in results { if case .step(let index, _) = result { roots.append(index) } }
        for index in function.nodes.indices where hasEffect(index) { roots.append(index) }
        let needed = try decode(from: roots)
        let order = try order(of: needed)
        return try finish(order, results: results, resultTypes: resultTypes, controlResults: controlResults)
    }

    private mutating func readArguments() throws(GraphError) {
        for argument in function.signature.inputs {
            let types = try types(of: argument)
            guard argumentRanges[argument.name] == nil else {
                throw failure(.name, "two of its arguments are called '\(argument.name)'")
            }
            argumentRanges[argument.name] = argumentTypes.count..<(argumentTypes.count + types.count)
            argumentTypes += types
        }
    }

    private func readResults() throws(GraphError) -> ([FunctionBody.Source], [DType?]) {
        var results: [FunctionBody.Source] = []
        var resultTypes: [DType?] = []
        for argument in function.signature.outputs {
            guard let stated = function.results[argument.name] else {
                throw failure(.notFound, "nothing states what its result '\(argument.name)' is")
            }
            let types = try types(of: argument)
            let sources = try sources(named: stated, node: nil)
            guard sources.count == types.count else {
                throw failure(
                    .arity, "its result '\(argument.name)' is \(types.count) tensors, '\(stated)' \(sources.count)")
            }
            results += sources
            resultTypes += types
        }
        return (results, resultTypes)
    }

    /// The element types of the tensors that an argument of the signature stands for.
    private func types(of argument: OperationArgument) throws(GraphError) -> [DType?] {
        guard let types = argument.types(attribute: { attributes[$0] }) else {
            throw failure(.attribute, "the call does not state the types or number of '\(argument.name)'")
        }
        return types
    }

    private consuming func finish(
        _ order: [Int], results: [FunctionBody.Source], resultTypes: [DType?], controlResults: [Int]
    ) throws(GraphError) -> FunctionBody {
        var position: [Int: Int] = [:]
        for (rank, index) in order.enumerated() { position[index] = rank }
        func moved(_ source: FunctionBody.Source) -> FunctionBody.Source {
            guard case .step(let index, let port) = source else { return source }
            return .step(position[index]!, port: port)
        }
        var outputCounts: [Int: Int] = [:]
        func note(_ source: FunctionBody.Source) {
            if case .step(let index, let port) = source {
                outputCounts[index] = max(outputCounts[index] ?? 0, port + 1)
            }
        }
        results.forEach(note)
        for index in order { steps[index]!.inputs.forEach(note) }
        var finished: [FunctionBody.Step] = []
        var size = order.count
        var differentiatedCalls: Set<FunctionReference> = []
        for index in order {
            var step = steps[index]!
            let isHead = step.definition.traits.role == .merge
            step.outputCount = outputCounts[index] ?? 0
            step.waits = step.waits.map { position[$0]! }
            if isHead {
                // A back edge reads a step that is yet to come; until then the head reads what enters.
                let forward = step.inputs.first { source in !isBackEdge(source) }
                for (place, source) in step.inputs.enumerated() where isBackEdge(source) {
                    guard let forward else { throw failure(.arity, "a loop has no entry", node: function.nodes[index]) }
                    step.returning.append((place, moved(source)))
                    step.inputs[place] = forward
                }
            }
            step.inputs = step.inputs.map(moved)
            finished.append(step)
            if let calling = step.definition as? any FunctionCalling {
                if let call = calling as? FunctionCall, library.gradient(of: call.function) != nil {
                    differentiatedCalls.insert(call.function)
                }
                for reference in try calling.callees(in: library, callers: callers) {
                    let callee = try library.body(of: reference, callers: callers)
                    size += callee.size
                    differentiatedCalls.formUnion(callee.differentiatedCalls)
                }
                guard size <= Self.sizeLimit else {
                    throw failure(.unknownOperation, "the functions it calls come to too many ops")
                }
            }
        }
        return FunctionBody(
            name: function.name, argumentTypes: argumentTypes, steps: finished, results: results.map(moved),
            resultTypes: resultTypes, controlResults: controlResults.map { position[$0]! },
            hasEffects: !controlResults.isEmpty || finished.contains(where: \.hasEffect), size: size,
            differentiatedCalls: differentiatedCalls)
    }

    private func isBackEdge(_ source: FunctionBody.Source) -> Bool {
        guard case .step(let index, _) = source else { return false }
        return steps[index]?.definition.traits.role == .nextIteration
    }

    // MARK: Nodes

    /// Decodes nodes and all that they read or wait for, and returns these.
    private mutating func decode(from roots: [Int]) throws(GraphError) -> [Int] {
        var isNeeded = [Bool](repeating: false, count: function.nodes.count)
        var stack = roots
        var needed: [Int] = []
        while let index = stack.popLast() {
            guard !isNeeded[index] else { continue }
            isNeeded[index] = true
            needed.append(index)
            let step = try decode(index)
            steps[index] = step
            for case .step(let input, _) in step.inputs { stack.append(input) }
            stack += step.waits
        }
        return needed.sorted()
    }

    private func decode(_ index: Int) throws(GraphError) -> FunctionBody.Step {
        let node = function.nodes[index]
        let definition = try definition(of: node)
        var inputs: [FunctionBody.Source] = []
        var waits: [Int] = []
        for input in node.inputs {
            if input.utf8.first == UInt8(ascii: "^") {
                let name = String(input.dropFirst())
                // An argument is always there.
                if argumentRanges[name] != nil { continue }
                guard let wait = indices[name] else {
                    throw failure(.notFound, "its input '\(input)' is not in the function", node: node)
                }
                waits.append(wait)
            } else {
                inputs += try sources(named: input, node: node)
            }
        }
        return FunctionBody.Step(
            name: node.name, definition: definition, inputs: inputs, waits: waits, outputCount: 0,
            hasEffect: hasEffect(index))
    }

    private func definition(of node: ImportedNode) throws(GraphError) -> any OperationDefinition {
        let stated = try substituted(node)
        if let definition = registry.definitions[node.type] {
            func decoded<Definition: OperationDefinition>(
                _: Definition.Type
            ) throws(OperationError) -> any OperationDefinition {
                try Definition.decoding(stated)
            }
            do {
                return try decoded(definition)
            } catch {
                throw failure(.attribute, error.message, node: node)
            }
        }
        if let definition = opaque[node.type]?.definition?(stated) {
            guard var call = definition as? FunctionCall else { return definition }
            call.outputTypes = try library.body(of: call.function, callers: callers).resultTypes.map { $0 ?? .variant }
            return call
        }
        throw failure(
            .unknownOperation, "an op of this type is not known here, and the function's call depends on it",
            node: node)
    }

    /// A node's attributes with those that it takes from the call put in.
    private func substituted(_ node: ImportedNode) throws(GraphError) -> Attributes {
        var result = Attributes()
        for entry in node.attributes.entries { result[entry.name] = try substituted(entry.value, node, depth: 0) }
        for entry in node.corrections.entries { result[entry.name] = entry.value }
        return result
    }

    private func substituted(
        _ value: AttributeValue, _ node: ImportedNode, depth: Int
    ) throws(GraphError) -> AttributeValue {
        switch value {
        case .placeholder(let name):
            guard let actual = attributes[name] else {
                throw failure(.attribute, "the call does not state the attribute '\(name)'", node: node)
            }
            return actual
        case .function(let reference): return .function(try substituted(reference, node, depth: depth))
        case .list(.functions(let references)):
            var result: [FunctionReference] = []
            for reference in references { result.append(try substituted(reference, node, depth: depth)) }
            return .list(.functions(result))
        default: return value
        }
    }

    private func substituted(
        _ reference: FunctionReference, _ node: ImportedNode, depth: Int
    ) throws(GraphError) -> FunctionReference {
        guard depth < 8 else { throw failure(.attribute, "its attributes are nested too deep", node: node) }
        var result = FunctionReference(name: reference.name)
        for entry in reference.attributes.entries {
            result.attributes[entry.name] = try substituted(entry.value, node, depth: depth + 1)
        }
        return result
    }

    private func isKnown(_ node: ImportedNode) -> Bool {
        registry.definitions[node.type] != nil || opaque[node.type]?.definition != nil
    }

    /// Whether a node changes something that outlives the run. One that cannot be decoded counts only if it is needed.
    private func hasEffect(_ index: Int) -> Bool {
        let node = function.nodes[index]
        guard isKnown(node), let definition = try? definition(of: node) else { return false }
        if let calling = definition as? any FunctionCalling {
            return calling.functions.contains { (try? library.body(of: $0, callers: callers))?.hasEffects ?? false }
        }
        let traits = definition.traits
        guard traits.role == .compute, traits.isStateful, !traits.isRandom else { return false }
        return traits.effects.values.contains { $0 != .inspects } || !traits.aliases.isEmpty
            || type(of: definition).signature.outputs.isEmpty
    }

    // MARK: Names

    /// The values that an input names: `argument`, `argument:index`, `node:output` or `node:output:index`.
    private func sources(named input: String, node: ImportedNode?) throws(GraphError) -> [FunctionBody.Source] {
        let parts = input.split(separator: ":", omittingEmptySubsequences: false)
        let name = String(parts[0])
        func index(_ text: Substring, below count: Int) throws(GraphError) -> Int {
            guard let number = Int(text), number >= 0, number < count else {
                throw failure(.notFound, "'\(input)' is not in the function", node: node)
            }
            return number
        }
        if let range = argumentRanges[name], parts.count <= 2 {
            guard parts.count == 2 else { return range.map(FunctionBody.Source.argument) }
            return [.argument(range.lowerBound + (try index(parts[1], below: range.count)))]
        }
        guard let producer = indices[name], parts.count == 2 || parts.count == 3 else {
            throw failure(.notFound, "'\(input)' is not in the function", node: node)
        }
        let ports = try ports(named: String(parts[1]), of: function.nodes[producer])
        guard parts.count == 3 else { return ports.map { .step(producer, port: $0) } }
        return [.step(producer, port: ports.lowerBound + (try index(parts[2], below: ports.count)))]
    }

    /// The ports that an output of an op has.
    private func ports(named name: String, of node: ImportedNode) throws(GraphError) -> Range<Int> {
        guard let signature = registry.definitions[node.type]?.signature ?? opaque[node.type]?.signature else {
            throw failure(
                .unknownOperation, "an op of this type is not known here, and the function's call depends on it",
                node: node)
        }
        let stated = try substituted(node)
        let definition = try? self.definition(of: node)
        let defaults = opaque[node.type]?.attributeDefaults
        let attribute = { (name: String) -> AttributeValue? in
            stated[name] ?? definition?.encodedAttributes[name] ?? defaults?[name]
        }
        var start = 0
        for output in signature.outputs {
            guard let count = output.types(attribute: attribute)?.count else {
                throw failure(.attribute, "nothing states how many outputs it has", node: node)
            }
            if output.name == name { return start..<(start + count) }
            start += count
        }
        throw failure(.notFound, "it has no output '\(name)'", node: node)
    }

    // MARK: Order

    /// The needed nodes, inputs first; what a loop hands to its next iteration does not count as an input.
    private func order(of needed: [Int]) throws(GraphError) -> [Int] {
        var waiting: [Int: Int] = [:]
        var users: [Int: [Int]] = [:]
        for index in needed {
            let step = steps[index]!
            let isHead = step.definition.traits.role == .merge
            var sources = step.waits
            for input in step.inputs {
                if case .step(let source, _) = input, !(isHead && isBackEdge(input)) { sources.append(source) }
            }
            waiting[index] = sources.count
            for source in sources { users[source, default: []].append(index) }
        }
        var order = needed.filter { waiting[$0] == 0 }
        var head = 0
        while head < order.count {
            for user in users[order[head]] ?? [] {
                waiting[user]! -= 1
                if waiting[user] == 0 { order.append(user) }
            }
            head += 1
        }
        guard order.count == needed.count else {
            let stuck = needed.first { waiting[$0]! > 0 }!
            throw failure(.fetch, "lies on a cycle that is no loop", node: function.nodes[stuck])
        }
        return order
    }
}

extension OperationDefinition {
    /// The attributes that the definition states.
    fileprivate var encodedAttributes: Attributes {
        var result = Attributes()
        encodeAttributes(into: &result)
        return result
    }
}
