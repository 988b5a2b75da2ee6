import Synchronization

extension Graph {
    /// Appends nodes that a file states, in their order, and returns them.
    ///
    /// Inputs may name nodes that stand further on, and loops may close. Each node keeps all its attributes. A node that
    /// is wrong in itself (an attribute missing, inputs that its op cannot take) is imported all the same: it is an
    /// error only when a run needs it. So is one of an unknown op type; its outputs are those that `opaque` states, or
    /// as many as other nodes read.
    ///
    /// Either all nodes are appended, or, if this throws, none. TF: `import_graph_def`.
    /// - Parameters:
    ///   - nodes: The nodes; inputs name nodes among them.
    ///   - registry: The op types that are known.
    ///   - opaque: What is known of further op types, by type string.
    ///   - prefix: A name scope for all of them, without a trailing slash, taken literally: see
    ///     ``resolveNameScope(_:)``. Colocation classes are renamed with the nodes.
    /// - Throws: ``GraphError`` for a name that is malformed or taken, and for an input that does not exist.
    /// - Complexity: O(nodes and inputs), beside the shape rules.
    @discardableResult
    public func importNodes(
        _ nodes: [ImportedNode], registry: OperationRegistry, opaque: [String: OpaqueOperation] = [:],
        under prefix: String = ""
    ) throws(GraphError) -> [Operation] {
        let nodes = prefix.isEmpty ? nodes : nodes.map { $0.moved(under: prefix) }
        let result: Result<Range<Int>, GraphError> = state.withLock { state in
            do throws(GraphError) {
                let start = state.nodes.count
                for node in nodes {
                    guard Self.isValidOperationName(node.name) else {
                        throw GraphError(.name, "'\(node.name)' is not an operation name", operationType: node.type)
                    }
                    if state.names.candidates(node.name).contains(where: { state.nodes[Int($0)].name == node.name }) {
                        throw GraphError(
                            .name, "the graph has an operation '\(node.name)' already", operationType: node.type,
                            remedy: "import under a name scope")
                    }
                }
                var importer = try NodeImporter(nodes, firstIndex: start, registry: registry, opaque: opaque)
                for node in try importer.run() {
                    state.names.assign(node.name, to: Int32(state.nodes.count))
                    state.nodes.append(node)
                }
                return .success(start..<state.nodes.count)
            } catch {
                return .failure(error)
            }
        }
        return try result.get().map { Operation(graph: self, index: $0) }
    }
}

extension ImportedNode {
    /// The node with its own name and those it refers to moved into a name scope.
    fileprivate func moved(under prefix: String) -> ImportedNode {
        var moved = self
        moved.name = prefix + "/" + name
        moved.inputs = inputs.map { input in
            input.hasPrefix("^") ? "^\(prefix)/\(input.dropFirst())" : "\(prefix)/\(input)"
        }
        if case .list(.strings(let classes))? = attributes["_class"] {
            let location = "loc:@"
            moved.attributes["_class"] = .list(
                .strings(
                    classes.map { entry in
                        guard entry.bytes.starts(with: location.utf8) else { return entry }
                        return TensorString(location + prefix + "/" + entry.description.dropFirst(location.count))
                    }))
            moved.encoding?.attributes["_class"] = nil
        }
        return moved
    }
}
