public import AdjointCore
public import AdjointOperations

/// Learning rates that fall with the squares seen: a += g²; w -= η·g / √a. TF: `AdagradOptimizer`.
///
/// Duchi et al. (2011).
public struct Adagrad: Optimizer {
    public let name: String
    /// The learning rate η.
    public let learningRate: Hyperparameter
    /// What a starts from.
    public let initialAccumulator: Double

    /// Adagrad with the given learning rate.
    public init(
        learningRate: some HyperparameterConvertible, initialAccumulator: Double = 0.1, name: String = "Adagrad"
    ) {
        self.learningRate = learningRate.hyperparameter
        self.initialAccumulator = initialAccumulator
        self.name = name
    }

    public var slots: [Initializer] { [.constant(initialAccumulator)] }

    public func hyperparameters(_ builder: HyperparameterBuilder) -> [Tensor] {
        [builder.tensor(learningRate, name: "learning_rate")]
    }

    public func update(_ step: OptimizerStep) -> Operation? {
        step.apply(ApplyAdagrad(), step.slot(0), step.hyperparameter(0), step.gradient)
    }

    public func updateRows(_ step: OptimizerStep, at indices: Tensor) -> Operation? {
        step.apply(SparseApplyAdagrad(), step.slot(0), step.hyperparameter(0), step.gradient, indices)
    }
}
