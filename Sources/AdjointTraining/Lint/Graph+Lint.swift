public import AdjointCore
import AdjointOperations
import AdjointRuntime

extension Graph {
    /// What is odd about this graph: updates that nothing runs, losses that nothing uses, variables that nothing trains, and
    /// more; see ``LintFinding/Kind``.
    ///
    /// ```swift
    /// for finding in graph.lint(inference: [probabilities]) { print(finding) }
    /// ```
    /// - Parameters:
    ///   - fetches: Tensors that are fetched for inference, which must depend neither on chance nor on the batch.
    ///   - operations: Operations that are run together, beside each training op alone, to look for writes that race.
    /// - Complexity: Linear in the graph for each training op, update and variable that no step updates.
    public func lint(inference fetches: [Tensor] = [], running operations: [Operation] = []) -> [LintFinding] {
        let linter = Linter(graph: self)
        return linter.updatesNotRun() + linter.unusedRegularization() + linter.inference(fetches.filter(\.isValid))
            + linter.variablesWithoutGradient() + linter.unorderedWrites(together: operations.filter(\.isValid))
            + linter.siblings() + linter.growth()
    }
}

/// One look at a graph.
struct Linter {
    let graph: Graph
    /// The nodes, with those within calls in the place of these.
    let snapshot: GraphSnapshot
    let records: [TrainingRecords.Record]
    /// The training ops, and what they and the losses that are minimized depend on: the gradient of a loss need not depend
    /// on its value.
    let steps: [Operation]
    let isTrained: [Bool]

    init(graph: Graph) {
        self.graph = graph
        snapshot = graph.snapshotWithinCalls()
        records = TrainingRecords.of(graph).all
        steps = graph.operations(in: .trainOp).filter(\.isValid)
        isTrained = snapshot.ancestors(of: steps.map(\.index) + records.compactMap { $0.loss.map { Int($0.node) } })
    }

    func updatesNotRun() -> [LintFinding] {
        guard !steps.isEmpty else { return [] }
        return graph.operations(in: .updateOps).filter { !isTrained[$0.index] }.compactMap { update in
            let written = snapshot.variablesWritten(by: snapshot.ancestors(of: [update.index]))
            let frozen = FrozenVariables.of(graph)
            guard !written.contains(where: { frozen.contains($0) }) else { return nil }
            let names = written.sorted().map { "'\(snapshot.name(of: $0))'" }.joined(separator: ", ")
            return LintFinding(
                kind: .updateNotRun, name: update.name, site: update.site,
                message: "no training op runs this update\(names.isEmpty ? "" : " of \(names)")",
                remedy:
                    "minimize the loss that it belongs to with `running: .reached`, or run it beside the training op")
        }
    }

    /// Of an imported training op it is not known which loss it minimizes, so nothing is said then.
    func unusedRegularization() -> [LintFinding] {
        guard !records.isEmpty, records.allSatisfy({ $0.loss != nil }) else { return [] }
        return graph.tensors(in: .regularizationLosses).filter { $0.isValid && !isTrained[$0.operation.index] }.map {
            LintFinding(
                kind: .unusedRegularization, name: $0.name, site: siteOfVariable(before: $0.operation),
                message: "this regularization loss is part of no loss that is minimized",
                remedy: "add it: loss.addingRegularizationLosses()")
        }
    }

    /// Where the variable was made that an op depends on: a regularizer's own ops are built in the library.
    private func siteOfVariable(before operation: Operation) -> CreationSite? {
        let ancestors = snapshot.ancestors(of: [operation.index])
        let variable = ancestors.indices.first {
            ancestors[$0] && snapshot[$0].definition?.traits.role == .variable
        }
        return variable.flatMap { snapshot[$0].site } ?? operation.site
    }

    func variablesWithoutGradient() -> [LintFinding] {
        let losses = records.compactMap { $0.loss.map { graph.output($0) } }
        guard !losses.isEmpty else { return [] }
        let updated = records.reduce(into: Set<Int>()) { $0.formUnion($1.variables) }
        return graph.unfrozenTrainableVariables.filter { !updated.contains($0.operation.index) }.compactMap {
            variable in
            let reasons = losses.map { graph.missingGradientReason(of: $0, withRespectTo: variable.reference) }
            // A gradient exists; the program chose not to update the variable.
            guard reasons.allSatisfy({ $0 != nil }) else { return nil }
            let cut = reasons.compactMap { $0 }.first { if case .cut = $0 { true } else { false } }
            guard let cut else {
                return LintFinding(
                    kind: .unreachedVariable, name: variable.name, site: variable.operation.site,
                    message: "this trainable variable is never updated: no loss depends on it",
                    remedy: "use it, or make it with isTrainable: false")
            }
            return LintFinding(
                kind: .cutGradient, name: variable.name, site: variable.operation.site,
                message: "this trainable variable is never updated: \(cut)",
                remedy: "freeze it if that is meant, or take the op out of the way")
        }
    }

    func siblings() -> [LintFinding] {
        ScopeQueries.of(graph).all.compactMap { query in
            guard let sibling = query.siblings.first, let own = query.members.first else { return nil }
            return LintFinding(
                kind: .siblingInScope, name: query.pattern, site: query.site,
                message: "the pattern matches '\(own)', and '\(sibling)', which only begins alike"
                    + (query.siblings.count > 1 ? " (as do \(query.siblings.count - 1) more)" : ""),
                remedy: "end the scope: \"\(query.pattern)/\"")
        }
    }

    func growth() -> [LintFinding] {
        let count = snapshot.ownCount
        guard let first = graph.operationCountAtFirstRun, first < count else { return [] }
        var counts: [String: (site: CreationSite?, count: Int, name: String)] = [:]
        for index in first..<count {
            let site = snapshot[index].site
            counts[site.map { "\($0)" } ?? "", default: (site, 0, snapshot.name(of: index))].count += 1
        }
        return counts.values.sorted { $0.count != $1.count ? $0.count > $1.count : $0.name < $1.name }.prefix(3).map {
            LintFinding(
                kind: .graphGrew, name: $0.name, site: $0.site,
                message: "\($0.count) ops were added here after the graph had first run",
                remedy: "build ops once, before the loop, and feed what changes")
        }
    }
}
