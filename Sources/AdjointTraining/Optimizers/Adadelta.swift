public import AdjointCore
public import AdjointOperations

/// Step sizes from decaying averages of squared gradients and of squared updates. TF: `AdadeltaOptimizer`.
///
/// a = ρ·a + (1-ρ)·g²; u = √(d + ε) / √(a + ε)·g; d = ρ·d + (1-ρ)·u²; w -= η·u. Zeiler (2012).
public struct Adadelta: Optimizer {
    public let name: String
    /// The learning rate η.
    public let learningRate: Hyperparameter
    /// The decay ρ.
    public let rho: Hyperparameter
    /// ε.
    public let epsilon: Hyperparameter

    /// Adadelta with the given hyperparameters.
    public init(
        learningRate: some HyperparameterConvertible = 0.001, rho: some HyperparameterConvertible = 0.95,
        epsilon: some HyperparameterConvertible = 1e-8, name: String = "Adadelta"
    ) {
        self.learningRate = learningRate.hyperparameter
        self.rho = rho.hyperparameter
        self.epsilon = epsilon.hyperparameter
        self.name = name
    }

    public var slots: [Initializer] { [.zeros, .zeros] }

    public func hyperparameters(_ builder: HyperparameterBuilder) -> [Tensor] {
        [
            builder.tensor(learningRate, name: "lr"), builder.tensor(rho, name: "rho"),
            builder.tensor(epsilon, name: "epsilon"),
        ]
    }

    public func update(_ step: OptimizerStep) -> Operation? {
        step.apply(
            ApplyAdadelta(), step.slot(0), step.slot(1), step.hyperparameter(0), step.hyperparameter(1),
            step.hyperparameter(2), step.gradient)
    }

    public func updateRows(_ step: OptimizerStep, at indices: Tensor) -> Operation? {
        step.apply(
            SparseApplyAdadelta(), step.slot(0), step.slot(1), step.hyperparameter(0), step.hyperparameter(1),
            step.hyperparameter(2), step.gradient, indices)
    }
}
