public import AdjointCore
public import AdjointOperations

extension Optimizer {
    /// Builds the op that does one training step: gradients of the loss, then updates. TF: `Optimizer.minimize`.
    ///
    /// The op runs what the loss reaches in ``CollectionKey/updateOps`` too, and joins ``CollectionKey/trainOp``. It is a
    /// mistake if the loss depends on none of the variables.
    /// - Parameters:
    ///   - loss: A floating-point tensor; if it is not a scalar, its sum is minimized.
    ///   - globalStep: An integer variable that counts the steps.
    ///   - variables: What to update; by default the trainable variables that are not frozen.
    ///   - updates: Which updates of moving averages and the like the step runs.
    ///   - gating: Whether each op's input gradients wait for each other.
    ///   - name: The name of the op; the optimizer's by default.
    /// - Complexity: Linear in the number of nodes that the loss depends on.
    @discardableResult
    public func minimize(
        _ loss: Tensor, globalStep: Variable? = nil, updating variables: [Variable]? = nil,
        running updates: UpdateSelection = .reached, gating: GradientGating = .operation, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Operation {
        let graph = loss.graph
        let mistakeCount = graph.mistakes.count
        let variables = variables ?? graph.unfrozenTrainableVariables
        let gradients = computeGradients(loss, updating: variables, gating: gating, file: file, line: line)
        guard loss.isValid, graph.mistakes.count == mistakeCount else { return .invalid(in: graph) }
        guard !gradients.isEmpty else {
            let reason = variables.first.flatMap {
                graph.missingGradientReason(of: loss, withRespectTo: $0.reference)
            }
            let allAreFrozen = variables.isEmpty && !graph.trainableVariables.isEmpty
            graph.record(
                GraphError(
                    .gradient,
                    variables.isEmpty
                        ? "there are no variables to update" + (allAreFrozen ? ": all are frozen" : "")
                        : "'\(loss.name)' has no gradient with respect to any of \(variables.count) variables"
                            + (reason.map { ": \($0)" } ?? ""),
                    operationType: self.name, site: CreationSite(file, line)))
            return .invalid(in: graph)
        }
        return apply(
            gradients.map { ($0.gradient, $0.variable) }, of: loss, globalStep: globalStep, running: updates,
            name: name, site: CreationSite(file, line))
    }

    /// Builds the gradients of a loss with respect to variables; those it does not depend on are left out.
    /// TF: `Optimizer.compute_gradients`.
    ///
    /// Gradients of gathered rows are slices. They can be changed, as by `clipped(byNorm:)`, and then applied.
    /// - Parameters:
    ///   - loss: A floating-point tensor; if it is not a scalar, the gradients are its sum's.
    ///   - variables: By default the trainable variables that are not frozen.
    ///   - gating: Whether each op's input gradients wait for each other.
    public func computeGradients(
        _ loss: Tensor, updating variables: [Variable]? = nil, gating: GradientGating = .operation,
        file: StaticString = #fileID, line: UInt = #line
    ) -> [(gradient: Gradient, variable: Variable)] {
        let graph = loss.graph
        let variables = (variables ?? graph.unfrozenTrainableVariables).filter(\.isValid)
        guard graph.expectUnfrozen(variables, operationType: name, site: CreationSite(file, line)) else { return [] }
        let gradients = graph.sparseGradients(
            of: [loss], withRespectTo: variables.map(\.reference), gating: gating, file: file, line: line)
        return zip(gradients, variables).compactMap { gradient, variable in
            gradient.map { (gradient: $0, variable: variable) }
        }
    }

    /// Builds the op that updates variables from gradients, as
    /// ``computeGradients(_:updating:gating:file:line:)`` gave them or changed. TF: `Optimizer.apply_gradients`.
    ///
    /// The op runs what the gradients reach in ``CollectionKey/updateOps`` too, and joins ``CollectionKey/trainOp``.
    /// - Precondition: there is at least one gradient.
    @discardableResult
    public func applyGradients(
        _ gradients: [(gradient: Gradient, variable: Variable)], globalStep: Variable? = nil,
        running updates: UpdateSelection = .reached, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Operation {
        apply(
            gradients.map { ($0.gradient, $0.variable) }, of: nil, globalStep: globalStep, running: updates,
            name: name, site: CreationSite(file, line))
    }

    /// Builds the op that updates variables from gradients. TF: `Optimizer.apply_gradients`.
    ///
    /// - Precondition: there is at least one gradient.
    @discardableResult
    public func applyGradients(
        _ gradients: [(Gradient, Variable)], globalStep: Variable? = nil, running updates: UpdateSelection = .reached,
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Operation {
        apply(
            gradients, of: nil, globalStep: globalStep, running: updates, name: name, site: CreationSite(file, line))
    }

    /// Builds the op that updates variables from gradients that are tensors. TF: `Optimizer.apply_gradients`.
    ///
    /// - Precondition: there is at least one gradient.
    @discardableResult
    public func applyGradients(
        _ gradients: [(Tensor, Variable)], globalStep: Variable? = nil, running updates: UpdateSelection = .reached,
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Operation {
        apply(
            gradients.map { (.dense($0.0), $0.1) }, of: nil, globalStep: globalStep, running: updates, name: name,
            site: CreationSite(file, line))
    }
}

extension Optimizer {
    private func apply(
        _ gradients: [(Gradient, Variable)], of loss: Tensor?, globalStep: Variable?, running updates: UpdateSelection,
        name: String?, site: CreationSite
    ) -> Operation {
        precondition(!gradients.isEmpty, "there are no gradients to apply")
        let graph = gradients[0].1.graph
        let variables = gradients.map(\.1)
        guard gradients.allSatisfy({ $0.0.isValid && $0.1.isValid }),
            graph.expectUnfrozen(variables, operationType: self.name, site: site)
        else { return .invalid(in: graph) }

        let roots = gradients.map(\.0.values.operation) + (loss.map { [$0.operation] } ?? [])
        let selected = updates.operations(reachedFrom: roots, updating: variables, in: graph)
        let shared = makeSharedVariables(for: variables, in: graph, site: site)
        let slots = variables.map { makeSlots(for: $0, site: site) }
        let scope = graph.resolveNameScope(name ?? self.name)
        let step = graph.nameScope(scope + "/") { () -> Operation? in
            let hyperparameters = self.hyperparameters(HyperparameterBuilder(graph: graph, site: site))
            var operations: [Operation] = []
            for ((gradient, variable), slots) in zip(gradients, slots) {
                let step = OptimizerStep(
                    variable: variable, gradient: gradient.values, slots: slots, sharedVariables: shared,
                    hyperparameters: hyperparameters, site: site)
                guard let updated = update(step, with: gradient) else { return nil }
                operations.append(updated)
            }
            operations += finish(
                OptimizerFinish(
                    sharedVariables: shared, hyperparameters: hyperparameters, updates: operations, site: site))
            operations += selected.filter { !operations.contains($0) }
            operations = operations.map { (name: $0.name, operation: $0) }.sorted { $0.name < $1.name }.map(\.operation)
            let groupName = globalStep == nil ? scope + "/" : "update"
            let group = graph.group(operations, name: groupName, file: site.fileID, line: site.line)
            guard let globalStep, let group else { return group }
            return graph.withControlDependencies(on: [group]) {
                graph.colocated(with: globalStep.operation) {
                    globalStep.writing(
                        AssignAdd(), NDArray(1, dtype: globalStep.dtype), name: scope + "/", site: site)
                }
            }
        }
        guard let step else { return .invalid(in: graph) }
        graph.add(step, to: .trainOp)
        TrainingRecords.of(graph).add(loss: loss, step: step, variables: variables, updates: selected)
        return step
    }

    /// The update of one variable, in a scope of its name.
    private func update(_ step: OptimizerStep, with gradient: Gradient) -> Operation? {
        let (variable, site) = (step.variable, step.site)
        return variable.graph.nameScope("update_" + variable.name) {
            variable.graph.colocated(with: variable.operation) {
                let summed =
                    sumsRepeatedRows ? gradient.summingRepeatedRows(file: site.fileID, line: site.line) : gradient
                let updated: Operation?
                switch summed {
                case .dense: updated = update(step)
                case .slices(let slices):
                    var step = step
                    step.gradient = slices.values
                    updated = updateRows(step, at: slices.indices)
                }
                return updated.flatMap { variable.constrained(after: $0, site: site) }
            }
        }
    }

    /// The slots of a variable, which live with it and are named by it, outside any name scope.
    private func makeSlots(for variable: Variable, site: CreationSite) -> [Variable] {
        let graph = variable.graph
        return slots.map { initializer in
            graph.variableScope(defaultName: variable.name + "/" + name) {
                graph.colocated(with: variable.operation) {
                    graph.slotOfScope(beside: variable, initializer: initializer, site: site)
                }
            }
        }
    }

    /// The shared variables, which live with the updated variable whose name sorts first.
    private func makeSharedVariables(for variables: [Variable], in graph: Graph, site: CreationSite) -> [Variable] {
        guard let first = variables.min(by: { $0.name < $1.name }) else { return [] }
        return sharedVariables.map { name, value in
            graph.colocated(with: first.operation) {
                if first.isBehindHandle {
                    return graph.variableBehindHandle(graph.resolveNameScope(name), site: site) {
                        value.tensor(in: graph, name: "Initializer/initial_value", site: site)
                    }
                }
                return switch value {
                case .constant(let number):
                    graph.variable(
                        Float(number), isTrainable: false, name: name, file: site.fileID, line: site.line)
                case .tensor(let tensor):
                    graph.variable(tensor, isTrainable: false, name: name, file: site.fileID, line: site.line)
                }
            }
        }
    }
}

extension Variable {
    /// What brings the variable back to what its constraint allows after an update; the update itself without one.
    fileprivate func constrained(after update: Operation, site: CreationSite) -> Operation? {
        guard let constraint else { return update }
        return graph.withControlDependencies(on: [update]) {
            writing(
                Assign(usesLocking: false), constraint.projection(of: currentValue(site: site)), name: nil, site: site)
        }
    }
}
