public import AdjointCore

extension Session {
    /// The plan of a run as text: the schedule with fusions, the floating-point operations, the memory.
    ///
    /// ```
    /// plan: 21 steps of 57 nodes, 57.1 MFLOP, arena 1.2 MB, 6 variables (written)
    /// fusions: MatMul+BiasAdd+activation ×2, …
    ///    0  dnn/hidden1/Relu   MatMul+BiasAdd+Relu   float32 [50, 300]   47.04 MFLOP   arena+0
    /// ```
    /// - Parameter feeds: Values as in a run; only their shapes matter.
    /// - Throws: what compiling the run throws.
    public func explain(
        fetches: [Tensor] = [], targets: [Operation] = [], feeding feeds: Feeds = [:]
    ) throws(GraphError) -> String {
        let request = try planRequest(fetches: fetches, targets: targets, feeding: feeds)
        return try plan(for: request).description
    }

    /// The plan of a run of one operation.
    public func explain(_ target: Operation, feeding feeds: Feeds = [:]) throws(GraphError) -> String {
        try explain(targets: [target], feeding: feeds)
    }

    /// The plan of a run that fetches one tensor.
    public func explain(_ fetch: Tensor, feeding feeds: Feeds = [:]) throws(GraphError) -> String {
        try explain(fetches: [fetch], feeding: feeds)
    }
}

extension Plan {
    var description: String {
        var operationCount = 0
        var rows: [[String]] = []
        for (position, step) in steps.enumerated() {
            let node = graph[step.node]
            var cost = ""
            if case .bound(let kernel) = step.work, kernel.operationCount > 0 {
                operationCount += kernel.operationCount
                cost = Self.scaled(kernel.operationCount, "FLOP")
            }
            let types = node.outputs.map(\.description).joined(separator: ", ")
            let place = node.outputs.isEmpty ? "" : place(of: PlanValue(step.node))
            rows.append(["\(position)", snapshot[node.origin].name, node.operation.displayName, types, cost, place])
        }
        let widths = (0..<6).map { column in rows.map { $0[column].count }.max() ?? 0 }
        var text =
            "plan: \(steps.count) steps of \(order.count) nodes, \(Self.scaled(operationCount, "FLOP")), "
            + "arena \(Self.scaled(arenaByteCount, "B")), \(variables.count) variables"
            + (writesVariables ? " (written)" : "") + "\n"
        if !fusions.isEmpty {
            text +=
                "fusions: "
                + fusions.sorted { $0.key < $1.key }.map { "\($0.key) ×\($0.value)" }.joined(separator: ", ") + "\n"
        }
        for row in rows {
            let cells = zip(row, widths).enumerated().map { column, cell in
                let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                return column == 0 ? padding + cell.0 : cell.0 + padding
            }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            text += line + "\n"
        }
        return text
    }

    private func place(of value: PlanValue) -> String {
        let aliases = graph[value.node].operation.traits.aliases
        guard let buffer = buffers[value] else { return aliases.isEmpty ? "" : "in place" }
        switch buffer {
        case .arena(let offset): return "arena+\(offset)"
        case .fetch(let index): return "fetch \(index)"
        case .feed, .constant, .variable: return ""
        case .owned: return "own memory"
        case .dynamic: return "sized during the run"
        }
    }

    private static func scaled(_ count: Int, _ unit: String) -> String {
        let value = Double(count)
        for (factor, prefix) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where value >= factor {
            let hundredths = Int((value / factor * 100).rounded())
            return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) \(prefix)\(unit)"
        }
        return "\(count) \(unit)"
    }
}
