import Synchronization

extension Graph {
    /// The operation of that exact name.
    ///
    /// - Throws: ``GraphError`` of kind `notFound`, with the nearest names.
    public func operation(_ name: String) throws(GraphError) -> Operation {
        if let operation = findOperation(name) { return operation }
        if let colon = name.lastIndex(of: ":"), findOperation(String(name[..<colon])) != nil {
            throw GraphError(.notFound, "'\(name)' names a tensor; its operation is '\(name[..<colon])'")
        }
        throw GraphError(
            .notFound, "there is no operation '\(name)' in the graph of \(count) operations",
            remedy: nearestNames(to: name))
    }

    /// The operation of that exact name, `nil` if there is none.
    public func findOperation(_ name: String) -> Operation? {
        let index = state.withLock { state in
            state.names.candidates(name).first { state.nodes[Int($0)].name == name }
        }
        return index.map { Operation(graph: self, index: Int($0)) }
    }

    /// The tensor `operation:output`; a bare operation name means its output 0.
    ///
    /// - Throws: ``GraphError`` of kind `notFound`, with the nearest names.
    public func tensor(_ name: String) throws(GraphError) -> Tensor {
        var operationName = name
        var port = 0
        if let colon = name.lastIndex(of: ":"), let number = Int(name[name.index(after: colon)...]) {
            operationName = String(name[..<colon])
            port = number
        }
        let operation = try operation(operationName)
        let outputCount = withNode(operation.index) { $0.outputs.count }
        guard port >= 0, port < outputCount else {
            throw GraphError(
                .notFound, "\(operation) has \(outputCount) outputs, so there is no tensor '\(name)'")
        }
        return operation.output(port)
    }

    private func nearestNames(to name: String) -> String? {
        let snapshot = snapshot()
        var best: [(distance: Int, name: String)] = []
        for index in 0..<min(snapshot.count, 20_000) {
            let candidate = snapshot[index].name
            let distance = Self.editDistance(name, candidate, limit: max(3, name.utf8.count / 3))
            if let distance { best.append((distance, candidate)) }
        }
        guard !best.isEmpty else { return nil }
        best.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
        return "did you mean " + best.prefix(3).map { "'\($0.name)'" }.joined(separator: ", ") + "?"
    }

    /// The Levenshtein distance of two names, `nil` if above `limit`. O(length · length).
    public static func editDistance(_ left: String, _ right: String, limit: Int) -> Int? {
        let a = Array(left.utf8)
        let b = Array(right.utf8)
        guard abs(a.count - b.count) <= limit else { return nil }
        var row = Array(0...b.count)
        for i in a.indices {
            var diagonal = row[0]
            row[0] = i + 1
            for j in b.indices {
                let substituted = diagonal + (a[i] == b[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
            }
            if row.min()! > limit { return nil }
        }
        return row[b.count] <= limit ? row[b.count] : nil
    }
}
