public import AdjointCore

extension FeatureCache {
    /// The last tensor on the way from an input to a training op that depends on nothing the op changes: what frozen
    /// layers hand to those that are trained.
    ///
    /// Ops that draw random numbers and conditionals count as changing, so a dropout between the frozen layers and the
    /// others stays outside.
    /// - Parameters:
    ///   - training: The training op.
    ///   - input: What examples are fed to.
    /// - Throws: ``GraphError`` if nothing on the way is frozen, and where there are several such tensors.
    /// - Complexity: Linear in the number of nodes that the training op depends on.
    public static func frozenFrontier(of training: Operation, from input: Tensor) throws(GraphError) -> Tensor {
        let graph = training.graph
        try graph.validate()
        guard input.graph === graph else {
            throw GraphError(.foreignGraph, "'\(input.name)' and '\(training.name)' belong to different graphs")
        }
        let snapshot = graph.snapshot()
        let start = Int(input.nodeOutput.node)
        // What the training op needs, and who reads it.
        var isNeeded = [Bool](repeating: false, count: snapshot.count)
        var users: [Int: [Int]] = [:]
        var stack = [training.index]
        isNeeded[training.index] = true
        while let index = stack.popLast() {
            let node = snapshot[index]
            for source in node.inputs.map({ Int($0.node) }) + node.controlInputs.map(Int.init) {
                users[source, default: []].append(index)
                if !isNeeded[source] {
                    isNeeded[source] = true
                    stack.append(source)
                }
            }
        }
        func reached(from seeds: [Int], follows: (_ user: Int, _ source: Int) -> Bool) -> [Bool] {
            var isReached = [Bool](repeating: false, count: snapshot.count)
            var stack = seeds
            for seed in seeds { isReached[seed] = true }
            while let index = stack.popLast() {
                for user in users[index] ?? [] where !isReached[user] && follows(user, index) {
                    isReached[user] = true
                    stack.append(user)
                }
            }
            return isReached
        }
        let seeds =
            (0..<snapshot.count).filter { isNeeded[$0] }.flatMap { snapshot.changing(by: $0) }
            + snapshot.changingWithinCalls(of: graph).filter { isNeeded[$0] }
        let isChanging = reached(from: seeds) { user, source in
            snapshot[user].inputs.contains { Int($0.node) == source }
        }
        let dependsOnInput = reached(from: isNeeded[start] ? [start] : []) { user, source in
            snapshot.readsElements(user, of: source)
        }
        var frontier: [NodeOutput] = []
        for user in 0..<snapshot.count where isNeeded[user] && isChanging[user] {
            for source in snapshot[user].inputs
            where !isChanging[Int(source.node)] && dependsOnInput[Int(source.node)]
                && snapshot.readsElements(user, of: Int(source.node)) && !frontier.contains(source)
            {
                frontier.append(source)
            }
        }
        let tensors = frontier.map { graph.output($0) }
        guard let tensor = tensors.first else {
            throw GraphError(
                .notFound, "'\(training.name)' does not depend on '\(input.name)'", operationType: training.type,
                operationName: training.name)
        }
        guard tensors.count == 1 else {
            throw GraphError(
                .notFound,
                "reads \(tensors.count) frozen tensors that depend on '\(input.name)': "
                    + tensors.map(\.name).joined(separator: ", "),
                operationType: training.type, operationName: training.name,
                remedy: "pass the one that all of it goes through, with FeatureCache(of:in:directory:)")
        }
        guard tensor != input else {
            throw GraphError(
                .notFound, "nothing that follows '\(input.name)' is frozen", operationType: training.type,
                operationName: training.name,
                remedy: "train the upper layers only: minimize(loss, updating: graph.trainableVariables(in: …))")
        }
        return tensor
    }
}

extension GraphSnapshot {
    /// The nodes whose values node `index` makes differ from run to run: the variables it writes, and itself if it is
    /// random, has effects, or takes sides.
    fileprivate func changing(by index: Int) -> [Int] {
        guard let traits = self[index].definition?.traits else { return [index] }
        var nodes = variablesWritten(by: index)
        switch traits.role {
        case .compute: if changesFromRunToRun(index) { nodes.append(index) }
        case .placeholder, .variable, .noOperation: break
        default: nodes.append(index)
        }
        return nodes
    }

    /// The variables that something within a call writes, and the calls that are random within or have other effects.
    fileprivate func changingWithinCalls(of graph: Graph) -> [Int] {
        guard !functionalNodes.isEmpty else { return [] }
        let inner = graph.snapshotWithinCalls()
        return (count..<inner.count).flatMap { index -> [Int] in
            guard inner.changesFromRunToRun(index) else { return [] }
            return (inner.variablesWritten(by: index) + [index]).map(inner.graphNode)
        }
    }

    /// Whether an op may give another result in another run on the same inputs, or does something besides. Reading a
    /// variable through its handle does neither, as long as the variable keeps its value.
    func changesFromRunToRun(_ index: Int) -> Bool {
        guard let traits = self[index].definition?.traits, traits.role == .compute else { return false }
        if traits.isRandom || !traits.effects.isEmpty { return true }
        return traits.isStateful && !traits.actsWithinRun
            && !self[index].inputs.contains { variable(behind: $0) != nil }
    }

    /// Whether a node looks at the elements of another's outputs, not just at their shapes.
    fileprivate func readsElements(_ user: Int, of source: Int) -> Bool {
        let metadata = self[user].definition?.traits.metadataInputs ?? []
        return self[user].inputs.enumerated().contains { Int($1.node) == source && !metadata.contains($0) }
    }
}
