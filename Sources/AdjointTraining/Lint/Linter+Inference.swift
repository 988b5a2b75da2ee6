import AdjointCore
import AdjointOperations
import AdjointRuntime

extension Linter {
    /// Results of inference that depend on chance, or on the other examples of their batch.
    ///
    /// What stands in one branch of a conditional is left alone: feeding the condition switches it off.
    func inference(_ fetches: [Tensor]) -> [LintFinding] {
        guard !fetches.isEmpty else { return [] }
        let isConditional = conditionalNodes()
        let isNeeded = snapshot.ancestors(of: fetches.map(\.operation.index))
        var findings: [LintFinding] = []
        for index in isNeeded.indices where isNeeded[index] && !isConditional[index] {
            guard snapshot[index].definition?.traits.isRandom == true else { continue }
            findings.append(
                LintFinding(
                    kind: .randomInference, name: snapshot.name(of: index), site: snapshot[index].site,
                    message: "this draws random numbers for '\(fetches[0].name)': dropout is on in inference",
                    remedy: "give the layer `training:` a placeholder that is false by default"))
        }
        for update in graph.operations(in: .updateOps) {
            let ancestors = snapshot.ancestors(of: [update.index])
            guard dependsOnStatistics(ancestors, isNeeded: isNeeded), !isConditional[update.index],
                let variable = snapshot.variablesWritten(by: ancestors).min()
            else { continue }
            findings.append(
                LintFinding(
                    kind: .trainingStatisticsInInference, name: update.name, site: update.site,
                    message: "'\(fetches[0].name)' is computed from the statistics of its batch, "
                        + "not from '\(snapshot.name(of: variable))'",
                    remedy: "give the layer `training:` a placeholder that is false by default"))
        }
        return findings
    }

    /// Whether what an update moves its average toward is computed for the fetches too: between the two there is nothing
    /// but arithmetic element by element.
    private func dependsOnStatistics(_ ancestors: [Bool], isNeeded: [Bool]) -> Bool {
        var meets = false
        for index in ancestors.indices where ancestors[index] && !isNeeded[index] {
            let node = snapshot[index]
            guard let definition = node.definition else { return false }
            let traits = definition.traits
            if traits.role == .variable || definition.constantValue != nil || node.inputs.isEmpty { continue }
            guard !traits.reusableInputs.isEmpty || !traits.aliases.isEmpty || !traits.effects.isEmpty else {
                return false
            }
            if node.inputs.contains(where: { isNeeded[Int($0.node)] && isComputed(Int($0.node)) }) { meets = true }
        }
        return meets
    }

    private func isComputed(_ index: Int) -> Bool {
        let node = snapshot[index]
        return node.definition?.traits.role == .compute && !node.inputs.isEmpty
            && snapshot.variable(behind: NodeOutput(Int32(index), 0)) == nil && node.definition?.constantValue == nil
    }

    /// Whether each node runs in one branch of a conditional only.
    private func conditionalNodes() -> [Bool] {
        // How many switches a node stands behind that no merge has closed.
        var depths = [Int](repeating: 0, count: snapshot.count)
        let all = Array(0..<snapshot.count)
        for index in (try? snapshot.topologicalOrder(of: all)) ?? all {
            let node = snapshot[index]
            let before = node.inputs.map { Int($0.node) } + node.controlInputs.map(Int.init)
            var depth = before.map { depths[$0] }.max() ?? 0
            switch node.definition?.traits.role {
            case .switch: depth += 1
            case .merge, .exit: depth = max(0, depth - 1)
            default: break
            }
            depths[index] = depth
        }
        return depths.map { $0 > 0 }
    }
}
