public import AdjointCore
import AdjointOperations

/// Gradient descent, then the proximal step of L1 and L2 regularization. TF: `ProximalGradientDescentOptimizer`.
///
/// u = w - η·g; w = sign(u)·max(|u| - η·l1, 0) / (1 + η·l2): L1 makes weights exactly zero. Duchi and Singer (2009).
public struct ProximalGradientDescent: Optimizer {
    public let name: String
    /// The learning rate η.
    public let learningRate: Hyperparameter
    /// The strength of L1 regularization.
    public let l1: Hyperparameter
    /// The strength of L2 regularization.
    public let l2: Hyperparameter

    /// Proximal gradient descent with the given learning rate and regularization.
    public init(
        learningRate: some HyperparameterConvertible, l1: some HyperparameterConvertible = 0.0,
        l2: some HyperparameterConvertible = 0.0, name: String = "ProximalGradientDescent"
    ) {
        self.learningRate = learningRate.hyperparameter
        self.l1 = l1.hyperparameter
        self.l2 = l2.hyperparameter
        self.name = name
    }

    public func hyperparameters(_ builder: HyperparameterBuilder) -> [Tensor] {
        [
            builder.tensor(learningRate, name: "learning_rate"),
            builder.tensor(l1, name: "l1_regularization_strength"),
            builder.tensor(l2, name: "l2_regularization_strength"),
        ]
    }

    public func update(_ step: OptimizerStep) -> Operation? {
        step.apply(
            ApplyProximalGradientDescent(), step.hyperparameter(0), step.hyperparameter(1), step.hyperparameter(2),
            step.gradient)
    }

    public func updateRows(_ step: OptimizerStep, at indices: Tensor) -> Operation? {
        step.apply(
            SparseApplyProximalGradientDescent(), step.hyperparameter(0), step.hyperparameter(1),
            step.hyperparameter(2), step.gradient, indices)
    }
}
