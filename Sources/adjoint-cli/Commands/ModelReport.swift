import Adjoint

/// What a graph is made of.
struct ModelReport: Report {
    private let path: String
    private let kind: ModelFile.Kind
    private let metaGraph: MetaGraphDef
    private let others: [MetaGraphDef]

    init(path: String, _ model: ModelFile) {
        (self.path, kind, metaGraph, others) = (path, model.kind, model.metaGraph, model.others)
        nodes = Dictionary(
            (model.metaGraph.graph?.nodes ?? []).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        variables = Self.variables(of: model.metaGraph, nodes)
    }

    private let nodes: [String: NodeDef]
    private let variables: [Variable]

    /// A variable as the file states it.
    private struct Variable {
        var name: String
        var type: DataType?
        var shape: TensorShapeProto?
        var isTrainable: Bool
        var collections: [String]

        var byteCount: Int? {
            guard let size = type?.size, let count = shape?.elementCount else { return nil }
            let (byteCount, overflows) = count.multipliedReportingOverflow(by: size)
            return overflows ? nil : byteCount
        }
    }

    private static func variables(of metaGraph: MetaGraphDef, _ nodes: [String: NodeDef]) -> [Variable] {
        var found: [String: Variable] = [:]
        var order: [String] = []
        for (key, collection) in metaGraph.collections.sorted(by: { $0.key < $1.key }) {
            guard case .bytes(let messages)? = collection.kind,
                !["savers", "cond_context", "while_context"].contains(key)
            else { continue }
            for message in messages {
                guard let definition = try? VariableDef(serialized: message),
                    let name = definition.variableName.split(separator: ":").first.map(String.init),
                    let node = nodes[name]
                else { continue }
                if found[name] == nil {
                    order.append(name)
                    var (type, shape): (DataType?, TensorShapeProto?) = (nil, nil)
                    if case .type(let stated)? = node.attributes["dtype"]?.value { type = stated }
                    if case .shape(let stated)? = node.attributes["shape"]?.value { shape = stated }
                    found[name] = Variable(name: name, type: type, shape: shape, isTrainable: false, collections: [])
                }
                found[name]!.collections.append(key)
                if key == "trainable_variables" { found[name]!.isTrainable = true }
            }
        }
        // Variables in the order of their nodes, which is that of the program.
        var ranks: [String: Int] = [:]
        for (rank, node) in (metaGraph.graph?.nodes ?? []).enumerated() where found[node.name] != nil {
            ranks[node.name] = rank
        }
        return order.sorted { ranks[$0]! < ranks[$1]! }.map { found[$0]! }
    }

    private var opCounts: [(name: String, count: Int)] {
        var counts: [String: Int] = [:]
        for node in metaGraph.graph?.nodes ?? [] { counts[node.op, default: 0] += 1 }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }

    private var unknownOps: [String] {
        opCounts.map(\.name).filter { OperationRegistry.standard.definitions[$0] == nil }.sorted()
    }

    private var placeholders: [NodeDef] {
        (metaGraph.graph?.nodes ?? []).filter {
            ["Placeholder", "PlaceholderV2", "PlaceholderWithDefault"].contains($0.op)
        }
    }

    private var savers: [(collection: Bool, definition: SaverDef)] {
        var savers = metaGraph.saver.map { [(collection: false, definition: $0)] } ?? []
        if case .bytes(let messages)? = metaGraph.collections["savers"]?.kind {
            savers += messages.compactMap { try? SaverDef(serialized: $0) }.filter { $0 != metaGraph.saver }
                .map { (true, $0) }
        }
        return savers
    }

    private func dtype(of node: NodeDef) -> String {
        if case .type(let type)? = node.attributes["dtype"]?.value { return type.spelling }
        return "?"
    }

    private func shape(of node: NodeDef) -> Shape {
        guard case .shape(let shape)? = node.attributes["shape"]?.value, !shape.unknownRank else { return .unknown }
        // Before version 22 an unknown shape was written as that of a scalar.
        if node.op == "Placeholder", shape.dimensions.isEmpty, metaGraph.graph?.versions?.producer ?? 0 < 22 {
            return .unknown
        }
        return Shape(shape.dimensions.map { $0.size < 0 ? nil : Int($0.size) } as [Int?])
    }

    private func shapeText(_ shape: TensorShapeProto?) -> String {
        guard let shape, !shape.unknownRank else { return "<unknown>" }
        return "[" + shape.dimensions.map { $0.size < 0 ? "?" : String($0.size) }.joined(separator: ", ") + "]"
    }

    private static func size(of collection: CollectionDef) -> (kind: String, count: Int) {
        switch collection.kind {
        case .nodes(let items): ("nodes", items.count)
        case .bytes(let items): ("messages", items.count)
        case .ints(let items): ("integers", items.count)
        case .floats(let items): ("numbers", items.count)
        case .any(let items): ("messages", items.count)
        case nil: ("nothing", 0)
        }
    }

    private var parameterBytes: Int { variables.reduce(0) { $0 + ($1.byteCount ?? 0) } }

    var json: JSONValue {
        .object([
            ("kind", .string(kind.rawValue)), ("path", .string(path)),
            ("tensorflow_version", .string(metaGraph.metaInfo?.tensorFlowVersion ?? "")),
            ("producer", .int(Int(metaGraph.graph?.versions?.producer ?? 0))),
            ("tags", .array((metaGraph.metaInfo?.tags ?? []).map(JSONValue.string))),
            ("nodes", .int(metaGraph.graph?.nodes.count ?? 0)),
            ("functions", .int(metaGraph.graph?.library?.functions.count ?? 0)),
            ("ops", .object(opCounts.map { ($0.name, .int($0.count)) })),
            ("unknown_ops", .array(unknownOps.map(JSONValue.string))),
            (
                "placeholders",
                .array(
                    placeholders.map { node in
                        .object([
                            ("name", .string(node.name + ":0")), ("dtype", .string(dtype(of: node))),
                            ("shape", JSONValue(shape: shape(of: node).partialDimensions)),
                            ("has_default", .bool(node.op == "PlaceholderWithDefault")),
                        ])
                    })
            ),
            (
                "variables",
                .array(
                    variables.map { variable in
                        .object([
                            ("name", .string(variable.name)), ("dtype", JSONValue(variable.type?.spelling)),
                            (
                                "shape",
                                JSONValue(
                                    shape: variable.shape.flatMap { shape in
                                        shape.unknownRank
                                            ? nil : shape.dimensions.map { $0.size < 0 ? nil : Int($0.size) }
                                    })
                            ),
                            ("bytes", variable.byteCount.map(JSONValue.int) ?? .null),
                            ("trainable", .bool(variable.isTrainable)),
                            ("collections", .array(variable.collections.map(JSONValue.string))),
                        ])
                    })
            ),
            ("variable_bytes", .int(parameterBytes)),
            (
                "collections",
                .object(
                    metaGraph.collections.sorted { $0.key < $1.key }.map { name, collection in
                        let (kind, count) = Self.size(of: collection)
                        return (name, .object([("kind", .string(kind)), ("count", .int(count))]))
                    })
            ),
            (
                "savers",
                .array(
                    savers.map { saver in
                        .object([
                            ("version", .int(Int(saver.definition.version.rawValue))),
                            ("filename_tensor", .string(saver.definition.filenameTensorName)),
                            ("save_tensor", .string(saver.definition.saveTensorName)),
                            ("restore_op", .string(saver.definition.restoreOpName)),
                            ("sharded", .bool(saver.definition.sharded)),
                            ("max_to_keep", .int(Int(saver.definition.maxToKeep))),
                        ])
                    })
            ),
            (
                "signatures",
                .object(
                    metaGraph.signatures.sorted { $0.key < $1.key }.map { name, signature in
                        func tensors(_ tensors: [String: TensorInfo]) -> JSONValue {
                            .object(tensors.sorted { $0.key < $1.key }.map { ($0.key, JSONValue($0.value.name)) })
                        }
                        return (
                            name,
                            .object([
                                ("method", .string(signature.methodName)), ("inputs", tensors(signature.inputs)),
                                ("outputs", tensors(signature.outputs)),
                            ])
                        )
                    })
            ),
            ("other_graphs", .int(others.count)),
        ])
    }

    func print(_ output: inout Output) {
        let version = metaGraph.metaInfo?.tensorFlowVersion ?? ""
        let writer = version.isEmpty ? "" : ", written by TensorFlow \(version)"
        output.line(
            "\(kind.rawValue) \(path): \(Words.count(metaGraph.graph?.nodes.count ?? 0, "node")), "
                + "producer \(metaGraph.graph?.versions?.producer ?? 0)\(writer)")
        if let tags = metaGraph.metaInfo?.tags, !tags.isEmpty { output.line("tags: \(tags.joined(separator: ", "))") }
        if !others.isEmpty { output.line("and \(Words.count(others.count, "more graph"))") }
        output.line("ops: " + opCounts.map { "\($0.name) ×\($0.count)" }.joined(separator: ", "))
        if !unknownOps.isEmpty { output.line("ops that cannot run here: \(unknownOps.joined(separator: ", "))") }
        if !placeholders.isEmpty {
            output.line("placeholders:")
            output.table(
                placeholders.map { node in
                    [
                        node.name + ":0", dtype(of: node), "\(shape(of: node))",
                        node.op == "PlaceholderWithDefault" ? "has a default" : "",
                    ]
                })
        }
        if !variables.isEmpty {
            output.line("variables: \(variables.count), \(Words.bytes(parameterBytes))")
            output.table(
                variables.map { variable in
                    [
                        variable.name, variable.type?.spelling ?? "?", shapeText(variable.shape),
                        variable.byteCount.map(Words.bytes) ?? "", variable.isTrainable ? "trainable" : "",
                    ]
                })
        }
        if !metaGraph.collections.isEmpty {
            output.line("collections:")
            output.table(
                metaGraph.collections.sorted { $0.key < $1.key }.map { name, collection in
                    let (kind, count) = Self.size(of: collection)
                    return [name, "\(count) \(kind)"]
                })
        }
        if !savers.isEmpty {
            output.line("savers:")
            output.table(
                savers.map { saver in
                    [
                        "V\(max(1, saver.definition.version.rawValue))", "restore \(saver.definition.restoreOpName)",
                        "save \(saver.definition.saveTensorName)", "file name \(saver.definition.filenameTensorName)",
                        saver.definition.sharded ? "sharded" : "",
                    ]
                })
        }
        for (name, signature) in metaGraph.signatures.sorted(by: { $0.key < $1.key }) {
            output.line("signature \(name): \(signature.methodName)")
            output.table(
                signature.inputs.sorted { $0.key < $1.key }.map { ["input \($0.key)", $0.value.name ?? ""] }
                    + signature.outputs.sorted { $0.key < $1.key }.map { ["output \($0.key)", $0.value.name ?? ""] })
        }
    }
}
