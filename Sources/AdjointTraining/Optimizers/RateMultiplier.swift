public import AdjointCore
public import AdjointOperations

/// An optimizer whose learning rate is multiplied by a number of each variable's own.
///
/// Unlike a scaled gradient it has its full effect with optimizers that divide by the gradient's magnitude.
public struct RateMultiplier<Base: Optimizer>: Optimizer {
    /// The optimizer that takes the steps.
    public let base: Base
    private let multiplier: @Sendable (Variable) -> Double

    /// The optimizer with a multiplier for each variable.
    public init(_ base: Base, multiplier: @escaping @Sendable (Variable) -> Double) {
        self.base = base
        self.multiplier = multiplier
    }

    public var name: String { base.name }
    public var slots: [Initializer] { base.slots }
    public var sharedVariables: [(name: String, initialValue: Hyperparameter)] { base.sharedVariables }
    public var sumsRepeatedRows: Bool { base.sumsRepeatedRows }
    public func hyperparameters(_ builder: HyperparameterBuilder) -> [Tensor] { base.hyperparameters(builder) }
    public func update(_ step: OptimizerStep) -> Operation? { base.update(scaled(step)) }
    public func updateRows(_ step: OptimizerStep, at indices: Tensor) -> Operation? {
        base.updateRows(scaled(step), at: indices)
    }
    public func finish(_ step: OptimizerFinish) -> [Operation] { base.finish(step) }

    /// The step with its learning rate, the first of the hyperparameters, multiplied.
    private func scaled(_ step: OptimizerStep) -> OptimizerStep {
        let factor = multiplier(step.variable)
        guard factor != 1 else { return step }
        var step = step
        step.hyperparameters[0] = step.hyperparameters[0] * factor
        return step
    }
}

extension Optimizer {
    /// This optimizer with its learning rate multiplied for some variables.
    ///
    /// ```swift
    /// Momentum(learningRate: 0.01).multiplyingRate { $0.name.hasPrefix("outputs/") ? 10 : 1 }
    /// ```
    /// - Parameter multiplier: The number for a variable; 1 changes nothing.
    public func multiplyingRate(_ multiplier: @escaping @Sendable (Variable) -> Double) -> RateMultiplier<Self> {
        RateMultiplier(self, multiplier: multiplier)
    }
}
