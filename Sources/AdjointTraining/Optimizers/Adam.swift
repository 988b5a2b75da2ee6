public import AdjointCore
public import AdjointOperations

/// Steps from decaying averages of the gradient and of its square, corrected for their start. TF: `AdamOptimizer`.
///
/// m += (g - m)·(1-β₁); v += (g² - v)·(1-β₂); w -= η·√(1-β₂ᵗ) / (1-β₁ᵗ)·m / (√v + ε). Kingma and Ba (2015).
public struct Adam: Optimizer {
    public let name: String
    /// The learning rate η.
    public let learningRate: Hyperparameter
    /// The decay β₁ of the average gradient.
    public let beta1: Hyperparameter
    /// The decay β₂ of the average square.
    public let beta2: Hyperparameter
    /// ε.
    public let epsilon: Hyperparameter

    /// Adam with the given hyperparameters.
    public init(
        learningRate: some HyperparameterConvertible = 0.001, beta1: some HyperparameterConvertible = 0.9,
        beta2: some HyperparameterConvertible = 0.999, epsilon: some HyperparameterConvertible = 1e-8,
        name: String = "Adam"
    ) {
        self.learningRate = learningRate.hyperparameter
        self.beta1 = beta1.hyperparameter
        self.beta2 = beta2.hyperparameter
        self.epsilon = epsilon.hyperparameter
        self.name = name
    }

    public var slots: [Initializer] { [.zeros, .zeros] }

    public var sharedVariables: [(name: String, initialValue: Hyperparameter)] {
        [("beta1_power", beta1), ("beta2_power", beta2)]
    }

    public func hyperparameters(_ builder: HyperparameterBuilder) -> [Tensor] {
        [
            builder.tensor(learningRate, name: "learning_rate"), builder.tensor(beta1, name: "beta1"),
            builder.tensor(beta2, name: "beta2"), builder.tensor(epsilon, name: "epsilon"),
        ]
    }

    public func update(_ step: OptimizerStep) -> Operation? {
        step.apply(ApplyAdam()) {
            [
                step.slot(0), step.slot(1), step.sharedValue(0), step.sharedValue(1), step.hyperparameter(0),
                step.hyperparameter(1), step.hyperparameter(2), step.hyperparameter(3), step.gradient,
            ]
        }
    }

    /// Moves the powers on, once all variables have used them.
    public func finish(_ step: OptimizerFinish) -> [Operation] {
        guard let graph = step.updates.first?.graph else { return [] }
        return graph.withControlDependencies(on: step.updates) {
            (0..<2).compactMap { index in
                let power = step.sharedVariables[index]
                return graph.colocated(with: power.operation) {
                    let value = power.currentValue(site: step.site)
                    let next = graph.addTensor(
                        Mul(), inputs: [value, step.hyperparameters[1 + index]], name: "mul", site: step.site)
                    return power.written(Assign(usesLocking: false), next, site: step.site)?.write
                }
            }
        }
    }

    /// Moves all of both averages on, and all of the variable; only the rows' part of the gradient is computed.
    /// TF: `AdamOptimizer._apply_sparse_shared`.
    public func updateRows(_ step: OptimizerStep, at indices: Tensor) -> Operation? {
        guard indices.isValid, step.gradient.isValid else { return nil }
        let graph = step.variable.graph
        let (file, line) = (step.site.fileID, step.site.line)
        let (beta1, beta2) = (step.hyperparameter(1), step.hyperparameter(2))
        let rate = step.hyperparameter(0) * (1 - step.sharedValue(1)).sqrt() / (1 - step.sharedValue(0))

        func moved(_ slot: Variable, by decay: Tensor, adding rows: Tensor) -> Tensor {
            let decayed = slot.written(
                Assign(usesLocking: false), slot.currentValue(site: step.site) * decay, site: step.site)
            guard let decayed else { return .invalid(in: graph) }
            return graph.withControlDependencies(on: [decayed.write]) {
                let added = graph.addWrite(ScatterAdd(), inputs: [slot.reference, indices, rows], site: step.site)
                guard let added else { return .invalid(in: graph) }
                guard slot.isBehindHandle else { return added.output() }
                return graph.withControlDependencies(on: [added]) { slot.currentValue(site: step.site) }
            }
        }
        let mean = moved(step.slots[0], by: beta1, adding: step.gradient * (1 - beta1))
        let square = moved(step.slots[1], by: beta2, adding: step.gradient * step.gradient * (1 - beta2))
        let root = square.sqrt(file: file, line: line)
        let update = step.variable.written(
            AssignSub(), rate * mean / (root + step.hyperparameter(3)), site: step.site)
        guard let update, mean.isValid, square.isValid else { return nil }
        return graph.group([update.write, mean.operation, square.operation], file: file, line: line)
    }
}
