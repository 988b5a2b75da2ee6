public import AdjointCore
import AdjointOperations

/// Plain (stochastic) gradient descent: w -= η·g. TF: `GradientDescentOptimizer`.
public struct GradientDescent: Optimizer {
    public let name: String
    /// The learning rate η.
    public let learningRate: Hyperparameter

    /// Gradient descent with the given learning rate.
    public init(learningRate: some HyperparameterConvertible, name: String = "GradientDescent") {
        self.learningRate = learningRate.hyperparameter
        self.name = name
    }

    public func hyperparameters(_ builder: HyperparameterBuilder) -> [Tensor] {
        [builder.tensor(learningRate, name: "learning_rate")]
    }

    public func update(_ step: OptimizerStep) -> Operation? {
        step.apply(ApplyGradientDescent(), step.hyperparameter(0), step.gradient)
    }

    /// Rows of equal index add up by themselves.
    public var sumsRepeatedRows: Bool { false }

    public func updateRows(_ step: OptimizerStep, at indices: Tensor) -> Operation? {
        guard step.variable.isBehindHandle else {
            return step.apply(ScatterSub(), indices, step.gradient * step.hyperparameter(0))
        }
        // The same rows, as TensorFlow writes them through a handle.
        return step.apply(ScatterAdd(), indices, -step.gradient * step.hyperparameter(0))
    }
}
