import CAdjointKernels

/// An optimizer's step, with TensorFlow's formulas and order of operations.
///
/// Below, w is the variable, g the gradient, η the learning rate; slots are named as they are passed. Names in
/// parentheses are TensorFlow's op types.
public enum UpdateRule: UInt32, Sendable, Hashable, CaseIterable {
    /// w -= ηg (`ApplyGradientDescent`). No slots.
    case gradientDescent
    /// a = momentum·a + g; w -= ηa (`ApplyMomentum`). Slot a.
    case momentum
    /// a = momentum·a + g; w -= gη + a·momentum·η (`ApplyMomentum` with `use_nesterov`). Slot a.
    case nesterovMomentum
    /// a += g²; w -= ηg / (√a + ε) (`ApplyAdagrad` with ε = 0, `ApplyAdagradV2`). Slot a.
    case adagrad
    /// a = ρa + (1-ρ)g²; u = √(d + ε) / √(a + ε)·g; d = ρd + (1-ρ)u²; w -= ηu (`ApplyAdadelta`). Slots a, d.
    case adadelta
    /// s += (g² - s)(1-ρ); m = momentum·m + ηg / √(s + ε); w -= m (`ApplyRMSProp`). Slots s, m.
    case rmsProp
    /// As `rmsProp` with c += (g - c)(1-ρ) and √(s - c² + ε) (`ApplyCenteredRMSProp`). Slots s, m, c.
    case centeredRMSProp
    /// m += (g - m)(1-β₁); v += (g² - v)(1-β₂); w -= η'm / (√v + ε) with η' = η√(1-β₂ᵗ) / (1-β₁ᵗ) passed as the
    /// learning rate (`ApplyAdam`). Slots m, v.
    case adam
    /// As `adam`, with g(1-β₁) + β₁m in place of m (`ApplyAdam` with `use_nesterov`). Slots m, v.
    case nesterovAdam
    /// Follow the regularized leader (`ApplyFtrl`, `ApplyFtrlV2`; McMahan et al. 2013). Slots: accumulator, linear.
    case ftrl
    /// p = w - ηg; w = sign p·max(|p| - ηl1, 0) / (1 + ηl2) (`ApplyProximalGradientDescent`). No slots.
    case proximalGradientDescent
    /// a += g²; as `proximalGradientDescent` with η / √a for η (`ApplyProximalAdagrad`). Slot a.
    case proximalAdagrad
    /// s += g; a += g²; w = -η·sign s·max(|s| - l1·t, 0) / (l2·t·η + √a) with the step t (`ApplyAdagradDA`). Slots s, a.
    case adagradDualAveraging
    /// m = β₁m + (1-β₁)g; w -= η(α + decay·sign g·sign m)g (`ApplyAddSign`). Slot m.
    case addSign
    /// m = β₁m + (1-β₁)g; w -= ηg·α to the power of sign g·sign m, where α is base to the power of the decay
    /// (`ApplyPowerSign`). Slot m.
    case powerSign
    /// m += (g - m)(1-β₁); v = max(β₂v, |g|); w -= η'm / (v + ε) with η' = η / (1-β₁ᵗ) passed as the learning rate
    /// (`ApplyAdaMax`). Slots m, v.
    case adaMax
    /// As `adam` with the largest v so far in place of v (`ApplyAdamWithAmsgrad`). Slots m, v, the largest v.
    case amsgrad
    /// a = momentum·a - ηg; w += a (`ResourceApplyKerasMomentum`). Slot a.
    case kerasMomentum
    /// a = momentum·a - ηg; w += momentum·a - ηg (`ResourceApplyKerasMomentum` with `use_nesterov`). Slot a.
    case nesterovKerasMomentum

    /// The number of slots beside the variable.
    public var slotCount: Int {
        switch self {
        case .gradientDescent, .proximalGradientDescent: 0
        case .momentum, .nesterovMomentum, .kerasMomentum, .nesterovKerasMomentum, .adagrad, .proximalAdagrad, .addSign,
            .powerSign:
            1
        case .adadelta, .rmsProp, .adam, .nesterovAdam, .ftrl, .adagradDualAveraging, .adaMax: 2
        case .centeredRMSProp, .amsgrad: 3
        }
    }
}

/// The hyperparameters of ``UpdateRule``; a rule reads those of its formula.
public struct UpdateHyperparameters: Hashable, Sendable {
    /// The learning rate η.
    public var learningRate: Double
    /// The momentum of the rules that are named after it, `rmsProp` and `centeredRMSProp`.
    public var momentum: Double = 0
    /// The decay ρ of `adadelta`, `rmsProp` and `centeredRMSProp`.
    public var rho: Double = 0
    /// ε.
    public var epsilon: Double = 0
    /// β₁ of `adam`.
    public var beta1: Double = 0
    /// β₂ of `adam`.
    public var beta2: Double = 0
    /// The L1 regularization of `ftrl`.
    public var l1: Double = 0
    /// The L2 regularization of `ftrl`.
    public var l2: Double = 0
    /// The L2 shrinkage of `ftrl`.
    public var l2Shrinkage: Double = 0
    /// The learning-rate power of `ftrl`, at most 0.
    public var learningRatePower: Double = -0.5
    /// α of `addSign` and `powerSign`.
    public var alpha: Double = 0
    /// The decay of the signs of `addSign`.
    public var signDecay: Double = 0
    /// The step of `adagradDualAveraging`.
    public var step: Double = 0

    /// Hyperparameters with the given learning rate and zero (for the power, -0.5) for all others.
    public init(learningRate: Double) {
        self.learningRate = learningRate
    }
}

/// Optimizer updates in place.
public enum UpdateKernels {
    /// η√(1-β₂ᵗ) / (1-β₁ᵗ), the step size of Adam, computed in `float32` as TensorFlow does for such variables.
    public static func adamStepSize(learningRate: Float, beta1Power: Float, beta2Power: Float) -> Float {
        learningRate * (1 - beta2Power).squareRoot() / (1 - beta1Power)
    }

    /// η√(1-β₂ᵗ) / (1-β₁ᵗ), the step size of Adam for `float64` variables.
    public static func adamStepSize(learningRate: Double, beta1Power: Double, beta2Power: Double) -> Double {
        learningRate * (1 - beta2Power).squareRoot() / (1 - beta1Power)
    }

    /// Takes one step.
    ///
    /// - Parameters:
    ///   - rule: The formula.
    ///   - type: `float32` or `float64`, of the variable, its slots and the gradient.
    ///   - variable: The variable, updated in place.
    ///   - slots: The slots in the order of the rule's description, updated in place; nil beyond its `slotCount`.
    ///   - gradient: The gradient; must not overlap the others.
    ///   - count: The number of elements of each.
    ///   - hyperparameters: What the rule's formula names, rounded to `type`.
    ///   - kernels: The kernels to compute with.
    ///   - workers: The threads to compute on.
    public static func apply(
        _ rule: UpdateRule, _ type: ElementType, variable: UnsafeMutableRawPointer,
        slots: (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) = (nil, nil, nil),
        gradient: UnsafeRawPointer, count: Int, hyperparameters: UpdateHyperparameters, kernels: KernelTable = .best,
        workers: WorkerPool
    ) {
        precondition(type.isComputableFloat, "\(rule) does not update \(type)")
        precondition(
            (rule.slotCount < 1 || slots.0 != nil) && (rule.slotCount < 2 || slots.1 != nil)
                && (rule.slotCount < 3 || slots.2 != nil), "\(rule) needs \(rule.slotCount) slots")
        let h = hyperparameters
        workers.parallelRanges(count, grain: 16384) { range in
            let offset = range.lowerBound * type.byteCount
            var parameters = adjoint_hyperparameters(
                learning_rate: h.learningRate, momentum: h.momentum, rho: h.rho, epsilon: h.epsilon, beta1: h.beta1,
                beta2: h.beta2, l1: h.l1, l2: h.l2, l2_shrinkage: h.l2Shrinkage,
                learning_rate_power: h.learningRatePower, alpha: h.alpha, sign_decay: h.signDecay, step: h.step)
            adjoint_update_apply(
                kernels.vectorISA, adjoint_update(rawValue: rule.rawValue), type.cType, variable + offset,
                slots.0.map { $0 + offset }, slots.1.map { $0 + offset }, slots.2.map { $0 + offset },
                gradient + offset, range.count, &parameters)
        }
    }
}
