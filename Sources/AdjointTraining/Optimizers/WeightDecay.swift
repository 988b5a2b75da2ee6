public import AdjointCore
public import AdjointOperations

/// An optimizer that also draws weights toward zero, apart from the gradient: before each update w -= λ·w.
///
/// Loshchilov and Hutter (2019). λ is not multiplied by the learning rate. Rows of a sparse gradient: the whole variable
/// decays. TF: `tf.contrib.opt.extend_with_decoupled_weight_decay`.
public struct WeightDecay<Base: Optimizer>: Optimizer {
    /// The optimizer that takes the steps.
    public let base: Base
    /// The part λ of each weight that is taken away in a step.
    public let rate: Hyperparameter
    private let decays: @Sendable (Variable) -> Bool

    /// The optimizer with weight decay.
    ///
    /// - Parameters:
    ///   - base: The optimizer that takes the steps.
    ///   - rate: The part λ of each weight that is taken away in a step.
    ///   - decays: Which variables decay; all by default.
    public init(
        _ base: Base, rate: some HyperparameterConvertible,
        where decays: @escaping @Sendable (Variable) -> Bool = { _ in true }
    ) {
        self.base = base
        self.rate = rate.hyperparameter
        self.decays = decays
    }

    public var name: String { base.name }
    public var slots: [Initializer] { base.slots }
    public var sharedVariables: [(name: String, initialValue: Hyperparameter)] { base.sharedVariables }
    public var sumsRepeatedRows: Bool { base.sumsRepeatedRows }

    public func hyperparameters(_ builder: HyperparameterBuilder) -> [Tensor] {
        base.hyperparameters(builder) + [builder.tensor(rate, name: "weight_decay")]
    }

    public func update(_ step: OptimizerStep) -> Operation? {
        decaying(step) { base.update($0) }
    }

    public func updateRows(_ step: OptimizerStep, at indices: Tensor) -> Operation? {
        decaying(step) { base.updateRows($0, at: indices) }
    }

    public func finish(_ step: OptimizerFinish) -> [Operation] { base.finish(step) }

    /// Builds the decay, which waits for the gradient, and the update, which waits for the decay.
    private func decaying(_ step: OptimizerStep, _ update: (OptimizerStep) -> Operation?) -> Operation? {
        guard decays(step.variable) else { return update(step) }
        guard step.gradient.isValid else { return nil }
        let graph = step.variable.graph
        let decay = graph.withControlDependencies(on: [step.gradient.operation]) {
            step.variable.assignSub(
                step.hyperparameter(step.hyperparameters.count - 1) * step.variable.value, file: step.site.fileID,
                line: step.site.line)
        }
        guard decay.isValid else { return nil }
        return graph.withControlDependencies(on: [decay.operation]) { update(step) }
    }
}

extension Optimizer {
    /// This optimizer with decoupled weight decay: before each update w -= rate·w.
    ///
    /// - Parameters:
    ///   - rate: The part of each weight that is taken away in a step.
    ///   - decays: Which variables decay; all by default. Biases and the scales of normalizations are often left out.
    public func decayingWeights(
        by rate: some HyperparameterConvertible, where decays: @escaping @Sendable (Variable) -> Bool = { _ in true }
    ) -> WeightDecay<Self> {
        WeightDecay(self, rate: rate, where: decays)
    }
}
