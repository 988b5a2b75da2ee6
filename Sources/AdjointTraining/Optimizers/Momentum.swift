public import AdjointCore
public import AdjointOperations

/// Gradient descent with momentum: a = μ·a + g; w -= η·a. TF: `MomentumOptimizer`.
///
/// With Nesterov's momentum, w -= η·(g + μ·a). Polyak (1964); Sutskever et al. (2013).
public struct Momentum: Optimizer {
    public let name: String
    /// The learning rate η.
    public let learningRate: Hyperparameter
    /// The momentum μ.
    public let momentum: Hyperparameter
    /// Whether the step looks ahead.
    public let usesNesterov: Bool

    /// Momentum with the given learning rate.
    public init(
        learningRate: some HyperparameterConvertible, momentum: some HyperparameterConvertible = 0.9,
        usesNesterov: Bool = false, name: String = "Momentum"
    ) {
        self.learningRate = learningRate.hyperparameter
        self.momentum = momentum.hyperparameter
        self.usesNesterov = usesNesterov
        self.name = name
    }

    public var slots: [Initializer] { [.zeros] }

    public func hyperparameters(_ builder: HyperparameterBuilder) -> [Tensor] {
        [builder.tensor(learningRate, name: "learning_rate"), builder.tensor(momentum, name: "momentum")]
    }

    public func update(_ step: OptimizerStep) -> Operation? {
        step.apply(
            ApplyMomentum(usesNesterov: usesNesterov), step.slot(0), step.hyperparameter(0), step.gradient,
            step.hyperparameter(1))
    }

    public func updateRows(_ step: OptimizerStep, at indices: Tensor) -> Operation? {
        step.apply(
            SparseApplyMomentum(usesNesterov: usesNesterov), step.slot(0), step.hyperparameter(0), step.gradient,
            indices, step.hyperparameter(1))
    }
}
