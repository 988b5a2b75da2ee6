public import AdjointCore
public import AdjointOperations

/// Follow the regularized leader, with L1 and L2 regularization. TF: `FtrlOptimizer`.
///
/// McMahan et al. (2013).
public struct Ftrl: Optimizer {
    public let name: String
    /// The learning rate.
    public let learningRate: Double
    /// The power of the accumulated squares that step sizes fall with, at most 0.
    public let learningRatePower: Double
    /// What the accumulated squares start from.
    public let initialAccumulator: Double
    /// The strength of L1 regularization.
    public let l1: Double
    /// The strength of L2 regularization.
    public let l2: Double
    /// The strength of L2 shrinkage, which adds to the gradient rather than to the loss.
    public let l2Shrinkage: Double
    /// Evens out learning rates of early steps.
    public let beta: Double

    /// FTRL with the given hyperparameters.
    public init(
        learningRate: Double, learningRatePower: Double = -0.5, initialAccumulator: Double = 0.1, l1: Double = 0,
        l2: Double = 0, l2Shrinkage: Double = 0, beta: Double = 0, name: String = "Ftrl"
    ) {
        self.learningRate = learningRate
        self.learningRatePower = learningRatePower
        self.initialAccumulator = initialAccumulator
        self.l1 = l1
        self.l2 = l2
        self.l2Shrinkage = l2Shrinkage
        self.beta = beta
        self.name = name
    }

    public var slots: [Initializer] {
        let start = initialAccumulator
        return [Initializer { graph, shape, dtype in graph.ones(shape: shape, dtype: dtype) * start }, .zeros]
    }

    public func hyperparameters(_ builder: HyperparameterBuilder) -> [Tensor] {
        let graph = builder.graph
        let rate = builder.tensor(.constant(learningRate), name: "learning_rate")
        let l1 = builder.tensor(.constant(l1), name: "l1_regularization_strength")
        // l2 + beta / (2·max(rate, 1e-36)), built as TensorFlow builds it.
        let positiveRate = graph.nameScope(graph.resolveNameScope("Maximum") + "/") {
            graph.addTensor(
                Maximum(),
                inputs: [
                    builder.tensor(.constant(learningRate), name: "x"), builder.tensor(.constant(1e-36), name: "y"),
                ], name: graph.currentNameScope + "/", site: builder.site)
        }
        let l2 = Float(l2) + Float(beta) / (2 * positiveRate)
        _ = builder.tensor(.constant(beta), name: "beta")
        let shrinkage = builder.tensor(.constant(l2Shrinkage), name: "l2_shrinkage_regularization_strength")
        let power = builder.tensor(.constant(learningRatePower), name: "learning_rate_power")
        return [rate, l1, l2, shrinkage, power]
    }

    public func update(_ step: OptimizerStep) -> Operation? {
        let common = (0..<3).map { step.hyperparameter($0) }
        return l2Shrinkage <= 0
            ? step.apply(
                ApplyFtrl(), step.slot(0), step.slot(1), step.gradient, common[0], common[1], common[2],
                step.hyperparameter(4))
            : step.apply(
                ApplyFtrlV2(), step.slot(0), step.slot(1), step.gradient, common[0], common[1], common[2],
                step.hyperparameter(3), step.hyperparameter(4))
    }

    public func updateRows(_ step: OptimizerStep, at indices: Tensor) -> Operation? {
        let common = (0..<3).map { step.hyperparameter($0) }
        return l2Shrinkage <= 0
            ? step.apply(
                SparseApplyFtrl(), step.slot(0), step.slot(1), step.gradient, indices, common[0], common[1], common[2],
                step.hyperparameter(4))
            : step.apply(
                SparseApplyFtrlV2(), step.slot(0), step.slot(1), step.gradient, indices, common[0], common[1],
                common[2], step.hyperparameter(3), step.hyperparameter(4))
    }
}
