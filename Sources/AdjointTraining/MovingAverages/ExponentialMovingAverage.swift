public import AdjointCore
public import AdjointOperations
import Synchronization

/// Averages of variables that follow them with a lag: average -= (1 - decay)·(average - value).
/// TF: `tf.train.ExponentialMovingAverage`.
///
/// Evaluating with averaged weights is often better than with the last ones:
///
/// ```swift
/// let averages = ExponentialMovingAverage(decay: 0.999)
/// let update = graph.withControlDependencies(on: [train]) { averages.apply(to: graph.trainableVariables) }
/// // … run `update` as the training op; later, in a graph for evaluation:
/// let saver = Saver(averages.variablesToRestore(in: evaluationGraph))
/// ```
///
/// The average of `hidden1/kernel` is the variable `hidden1/kernel/ExponentialMovingAverage`. When it is initialized it
/// takes the value that the variable has then, such as a restored one; where the variable has none yet, its initial value.
/// The average of a tensor starts from zero and is corrected for that, unless told otherwise.
public final class ExponentialMovingAverage: Sendable {
    /// How much of an average stays at each update.
    public let decay: Hyperparameter
    /// A count of updates; the decay is then at most (1 + count) / (10 + count), so that averages move faster at first.
    public let updateCount: Tensor?
    /// Whether averages of tensors are corrected for their start from zero.
    public let correctsStart: Bool
    /// The name scope of the updates, and the last part of the averages' names.
    public let name: String
    private let averages = Mutex<[Tensor: Variable]>([:])

    /// Averages with the given decay.
    ///
    /// - Parameters:
    ///   - decay: How much of an average stays at each update, such as 0.999.
    ///   - updateCount: A count of updates, such as the global step's value, that lowers the decay at first.
    ///   - correctsStart: Whether averages of tensors are corrected for their start from zero. TF: `zero_debias`.
    ///   - name: The name scope of the updates, and the last part of the averages' names.
    public init(
        decay: some HyperparameterConvertible, updateCount: Tensor? = nil, correctsStart: Bool = true,
        name: String = "ExponentialMovingAverage"
    ) {
        self.decay = decay.hyperparameter
        self.updateCount = updateCount
        self.correctsStart = correctsStart
        self.name = name
    }

    /// Makes averages of variables, which join ``CollectionKey/movingAverageVariables``, and builds the op that updates
    /// them. TF: `apply`.
    ///
    /// float32 and float64 variables of fully known shape. To average what a training step has made of the variables, run
    /// the op after it by a control dependency.
    /// - Precondition: there is at least one variable.
    @discardableResult
    public func apply(
        to variables: [Variable], file: StaticString = #fileID, line: UInt = #line
    ) -> Operation {
        precondition(!variables.isEmpty, "there is nothing to average")
        let site = CreationSite(file, line)
        for variable in variables where variable.isValid && average(of: variable) == nil {
            let average = makeAverage(of: variable, startingAs: startingValue(for: variable, site), site)
            averages.withLock { $0[variable.reference] = average }
            variable.graph.add(variable, to: .movingAverageVariables)
        }
        return updating(
            variables.map { variable in (variable.reference, { variable.currentValue(site: site) }) }, correcting: [],
            site)
    }

    /// Makes averages of tensors, which start from zero, and builds the op that updates them. TF: `apply`.
    ///
    /// - Precondition: there is at least one tensor.
    @discardableResult
    public func apply(to tensors: [Tensor], file: StaticString = #fileID, line: UInt = #line) -> Operation {
        precondition(!tensors.isEmpty, "there is nothing to average")
        let site = CreationSite(file, line)
        var corrected: Set<Tensor> = []
        for tensor in tensors where tensor.isValid {
            if average(of: tensor) == nil {
                guard let dimensions = tensor.shape.dimensions else {
                    tensor.graph.record(
                        GraphError(
                            .shape, "the average of '\(tensor.name)' needs a known shape, not \(tensor.shape)",
                            operationType: name, site: site))
                    return .invalid(in: tensor.graph)
                }
                let zeros = Initializer.zeros
                let average = tensor.graph.variableScope(defaultName: tensor.operation.name + "/" + name) {
                    tensor.graph.getVariable(
                        "", shape: dimensions, dtype: tensor.dtype, initializer: zeros, isTrainable: false, file: file,
                        line: line)
                }
                averages.withLock { $0[tensor] = average }
            }
            if correctsStart { corrected.insert(tensor) }
        }
        return updating(tensors.map { tensor in (tensor, { tensor }) }, correcting: corrected, site)
    }

    /// The average of a variable; `nil` if none was made. TF: `average`.
    public func average(of variable: Variable) -> Variable? { averages.withLock { $0[variable.reference] } }

    /// The average of a tensor; `nil` if none was made.
    public func average(of tensor: Tensor) -> Variable? { averages.withLock { $0[tensor] } }

    /// The name that the average of a variable has, or would have. TF: `average_name`.
    public func averageName(of variable: Variable) -> String {
        average(of: variable)?.name ?? variable.name + "/" + name
    }

    /// What to restore a graph from so that its variables take their averages' values: each variable by the name in the
    /// checkpoint. TF: `variables_to_restore`.
    ///
    /// - Parameters:
    ///   - graph: The graph to restore into.
    ///   - averaged: The variables that have averages; by default the trainable ones and those of
    ///     ``CollectionKey/movingAverageVariables``.
    public func variablesToRestore(in graph: Graph, averaged: [Variable]? = nil) -> [String: Variable] {
        let averaged = averaged ?? graph.trainableVariables + graph.variables(in: .movingAverageVariables)
        var result: [String: Variable] = [:]
        for variable in averaged where variable.isValid { result[averageName(of: variable)] = variable }
        let names = Set(averaged.map(\.name))
        for variable in graph.globalVariables where !names.contains(variable.name) && result[variable.name] == nil {
            result[variable.name] = variable
        }
        return result
    }
}

extension ExponentialMovingAverage {
    /// The value that a variable has, or that it will begin with. TF: `Variable.initialized_value`.
    private func startingValue(for variable: Variable, _ site: CreationSite) -> Tensor {
        guard let initial = variable.initialValue else { return variable.value }
        let (file, line) = (site.fileID, site.line)
        return variable.graph.withoutControlDependencies {
            cond(variable.isInitialized(file: file, line: line), file: file, line: line) {
                variable.readValue(file: file, line: line)
            } else: {
                initial
            }
        }
    }

    private func makeAverage(of variable: Variable, startingAs initial: Tensor, _ site: CreationSite) -> Variable {
        let graph = variable.graph
        return graph.variableScope(defaultName: variable.name + "/" + name) {
            graph.colocated(with: variable.operation) {
                graph.slotOfScope(beside: variable, initializer: Initializer { _, _, _ in initial }, site: site)
            }
        }
    }

    /// - Parameter sources: What is averaged, and how its value is read where the update stands.
    private func updating(
        _ sources: [(key: Tensor, value: () -> Tensor)], correcting corrected: Set<Tensor>, _ site: CreationSite
    ) -> Operation {
        let graph = sources[0].key.graph
        let (file, line) = (site.fileID, site.line)
        guard sources.allSatisfy(\.key.isValid) else { return .invalid(in: graph) }
        let scope = graph.resolveNameScope(name)
        return graph.nameScope(scope + "/") {
            var decay = decay.tensor(in: graph, name: "decay", site: site)
            if let updateCount {
                let count = updateCount.cast(to: .float32, name: "num_updates", file: file, line: line)
                decay = minimum(decay, (1 + count) / (10 + count), file: file, line: line)
            }
            var updates: [Operation] = []
            for (key, value) in sources {
                guard let average = averages.withLock({ $0[key] }) else { return .invalid(in: graph) }
                let update = average.followingAverage(
                    of: value, decay: decay, correctsStart: corrected.contains(key), site)
                guard let update else { return .invalid(in: graph) }
                updates.append(update)
            }
            return graph.group(updates, name: scope + "/", file: file, line: line) ?? .invalid(in: graph)
        }
    }
}

extension Variable {
    /// self -= (1 - decay)·(self - value), or the same corrected for a start from zero. TF: `assign_moving_average`.
    fileprivate func followingAverage(
        of value: () -> Tensor, decay: Tensor, correctsStart: Bool, _ site: CreationSite
    ) -> Operation? {
        let (file, line) = (site.fileID, site.line)
        let scope = graph.resolveNameScope("AssignMovingAvg")
        return graph.nameScope(scope + "/") {
            let rate = (1 - decay).cast(to: dtype, file: file, line: line)
            guard correctsStart else {
                guard isBehindHandle else {
                    return graph.colocated(with: operation) {
                        writing(AssignSub(), (self.value - value()) * rate, name: scope + "/", site: site)
                    }
                }
                let average = currentValue(site: site)
                let difference = graph.resolveNameScope("sub")
                let new = graph.nameScope(difference + "/", value)
                let distance = graph.addTensor(Sub(), inputs: [average, new], name: difference + "/", site: site)
                return written(AssignSub(), distance * rate, site: site)?.write
            }
            // Two more variables: the average as it is, and how often it was updated.
            return graph.variableScope(name) {
                let (biased, count) = graph.colocated(with: operation) {
                    (
                        graph.getVariable(
                            "biased", shape: shape.dimensions, dtype: dtype, initializer: .zeros, isTrainable: false,
                            file: file, line: line),
                        graph.getVariable(
                            "local_step", shape: [], dtype: dtype, initializer: .zeros, isTrainable: false, file: file,
                            line: line)
                    )
                }
                return graph.colocated(with: operation) {
                    let average = biased.assignSub((biased.value - value()) * rate, file: file, line: line)
                    let steps = count.assignAdd(1, file: file, line: line)
                    let correction = 1 - graph.addTensor(Pow(), inputs: [1 - rate, steps], name: "Pow", site: site)
                    return writing(Assign(usesLocking: true), average / correction, name: nil, site: site)
                }
            }
        }
    }
}
