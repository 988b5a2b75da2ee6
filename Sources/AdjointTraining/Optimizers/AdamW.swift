public import AdjointCore
public import AdjointOperations

/// Adam with decoupled weight decay: before each step w -= λ·w. TF: `tf.contrib.opt.AdamWOptimizer`.
///
/// Its slots are named `AdamW` and `AdamW_1`. λ is not multiplied by the learning rate. Loshchilov and Hutter (2019).
public struct AdamW: Optimizer {
    private let decaying: WeightDecay<Adam>

    /// AdamW with the given hyperparameters.
    ///
    /// - Parameters:
    ///   - weightDecay: The part λ of each weight that is taken away in a step.
    ///   - learningRate: The learning rate.
    ///   - beta1: The decay of the average gradient.
    ///   - beta2: The decay of the average square.
    ///   - epsilon: Added to the root of the average square.
    ///   - name: What slots and update ops are named after.
    ///   - decays: Which variables decay; all by default.
    public init(
        weightDecay: some HyperparameterConvertible, learningRate: some HyperparameterConvertible = 0.001,
        beta1: some HyperparameterConvertible = 0.9, beta2: some HyperparameterConvertible = 0.999,
        epsilon: some HyperparameterConvertible = 1e-8, name: String = "AdamW",
        where decays: @escaping @Sendable (Variable) -> Bool = { _ in true }
    ) {
        decaying = Adam(learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, name: name)
            .decayingWeights(by: weightDecay, where: decays)
    }

    /// The optimizer that takes the steps.
    public var adam: Adam { decaying.base }
    /// The part of each weight that is taken away in a step.
    public var weightDecay: Hyperparameter { decaying.rate }

    public var name: String { decaying.name }
    public var slots: [Initializer] { decaying.slots }
    public var sharedVariables: [(name: String, initialValue: Hyperparameter)] { decaying.sharedVariables }
    public func hyperparameters(_ builder: HyperparameterBuilder) -> [Tensor] { decaying.hyperparameters(builder) }
    public func update(_ step: OptimizerStep) -> Operation? { decaying.update(step) }
    public func updateRows(_ step: OptimizerStep, at indices: Tensor) -> Operation? {
        decaying.updateRows(step, at: indices)
    }
    public func finish(_ step: OptimizerFinish) -> [Operation] { decaying.finish(step) }
}
