public import AdjointCore
public import AdjointOperations

/// Adagrad, then the proximal step of L1 and L2 regularization. TF: `ProximalAdagradOptimizer`.
///
/// a += g²; with r = η / √a: u = w - r·g; w = sign(u)·max(|u| - r·l1, 0) / (1 + r·l2). Duchi et al. (2011).
public struct ProximalAdagrad: Optimizer {
    public let name: String
    /// The learning rate η.
    public let learningRate: Hyperparameter
    /// What a starts from.
    public let initialAccumulator: Double
    /// The strength of L1 regularization.
    public let l1: Hyperparameter
    /// The strength of L2 regularization.
    public let l2: Hyperparameter

    /// Proximal Adagrad with the given learning rate and regularization.
    public init(
        learningRate: some HyperparameterConvertible, initialAccumulator: Double = 0.1,
        l1: some HyperparameterConvertible = 0.0, l2: some HyperparameterConvertible = 0.0,
        name: String = "ProximalAdagrad"
    ) {
        self.learningRate = learningRate.hyperparameter
        self.initialAccumulator = initialAccumulator
        self.l1 = l1.hyperparameter
        self.l2 = l2.hyperparameter
        self.name = name
    }

    public var slots: [Initializer] { [.constant(initialAccumulator)] }

    public func hyperparameters(_ builder: HyperparameterBuilder) -> [Tensor] {
        [
            builder.tensor(learningRate, name: "learning_rate"),
            builder.tensor(l1, name: "l1_regularization_strength"),
            builder.tensor(l2, name: "l2_regularization_strength"),
        ]
    }

    public func update(_ step: OptimizerStep) -> Operation? {
        step.apply(
            ApplyProximalAdagrad(), step.slot(0), step.hyperparameter(0), step.hyperparameter(1),
            step.hyperparameter(2), step.gradient)
    }

    public func updateRows(_ step: OptimizerStep, at indices: Tensor) -> Operation? {
        step.apply(
            SparseApplyProximalAdagrad(), step.slot(0), step.hyperparameter(0), step.hyperparameter(1),
            step.hyperparameter(2), step.gradient, indices)
    }
}
