public import AdjointCore
public import AdjointOperations

/// Gradients divided by a decaying average of their magnitude. TF: `RMSPropOptimizer`.
///
/// s += (g² - s)·(1-ρ); m = μ·m + η·g / √(s + ε); w -= m. Centered, with c += (g - c)·(1-ρ) and √(s - c² + ε).
/// Tieleman and Hinton (2012); Graves (2013).
public struct RMSProp: Optimizer {
    public let name: String
    /// The learning rate η.
    public let learningRate: Hyperparameter
    /// The decay ρ.
    public let decay: Hyperparameter
    /// The momentum μ.
    public let momentum: Hyperparameter
    /// ε.
    public let epsilon: Hyperparameter
    /// Whether the mean gradient is taken out of the average.
    public let isCentered: Bool

    /// RMSProp with the given hyperparameters.
    public init(
        learningRate: some HyperparameterConvertible, decay: some HyperparameterConvertible = 0.9,
        momentum: some HyperparameterConvertible = 0.0, epsilon: some HyperparameterConvertible = 1e-10,
        isCentered: Bool = false, name: String = "RMSProp"
    ) {
        self.learningRate = learningRate.hyperparameter
        self.decay = decay.hyperparameter
        self.momentum = momentum.hyperparameter
        self.epsilon = epsilon.hyperparameter
        self.isCentered = isCentered
        self.name = name
    }

    // TensorFlow's order: mean square (from ones), then the mean if centered, then the momentum.
    public var slots: [Initializer] { isCentered ? [.ones, .zeros, .zeros] : [.ones, .zeros] }

    public func hyperparameters(_ builder: HyperparameterBuilder) -> [Tensor] {
        [
            builder.tensor(learningRate, name: "learning_rate"), builder.tensor(decay, name: "decay"),
            builder.tensor(momentum, name: "momentum"), builder.tensor(epsilon, name: "epsilon"),
        ]
    }

    public func update(_ step: OptimizerStep) -> Operation? {
        let values = (0..<4).map { step.hyperparameter($0) }
        return isCentered
            ? step.apply(
                ApplyCenteredRMSProp(), step.slot(1), step.slot(0), step.slot(2), values[0], values[1], values[2],
                values[3], step.gradient)
            : step.apply(
                ApplyRMSProp(), step.slot(0), step.slot(1), values[0], values[1], values[2], values[3], step.gradient)
    }

    public func updateRows(_ step: OptimizerStep, at indices: Tensor) -> Operation? {
        let values = (0..<4).map { step.hyperparameter($0) }
        return isCentered
            ? step.apply(
                SparseApplyCenteredRMSProp(), step.slot(1), step.slot(0), step.slot(2), values[0], values[1],
                values[2], values[3], step.gradient, indices)
            : step.apply(
                SparseApplyRMSProp(), step.slot(0), step.slot(1), values[0], values[1], values[2], values[3],
                step.gradient, indices)
    }
}
