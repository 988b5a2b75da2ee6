public import AdjointCore
import AdjointOperations

/// A learning rate that falls along half a cosine: rate·((1 - alpha)·(1 + cos(π·step / decaySteps)) / 2 + alpha).
///
/// A float32 scalar; after `decaySteps` it stays rate·alpha. Loshchilov and Hutter (2017). TF: `tf.train.cosine_decay`.
public func cosineDecay(
    _ rate: some HyperparameterConvertible, step: some StepCounter, decaySteps: some HyperparameterConvertible,
    alpha: Double = 0, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    ScheduleBuilder.build(name ?? "CosineDecay", step, CreationSite(file, line)) { builder, step, _ in
        let rate = builder.initialRate(rate)
        let steps = builder.number(decaySteps)
        let progress = minimum(builder.float(step), steps, file: file, line: line) / steps
        let decayed = (1 - alpha) * builder.halfCosine(progress) + alpha
        return builder.apply(Mul(), rate, decayed, name: "Mul")
    }
}

/// A learning rate that falls along half a cosine again and again, each time for `periodFactor` times as many steps from
/// `rateFactor` times the rate.
///
/// A float32 scalar. Loshchilov and Hutter (2017). TF: `tf.train.cosine_decay_restarts`.
/// - Parameters:
///   - rate: The rate at step 0.
///   - step: The steps done.
///   - firstDecaySteps: How many steps the first fall takes.
///   - periodFactor: How much longer each fall takes. TF: `t_mul`.
///   - rateFactor: What each fall's first rate is multiplied by. TF: `m_mul`.
///   - alpha: The lowest rate, as a part of the rate at step 0.
public func cosineDecayWithRestarts(
    _ rate: some HyperparameterConvertible, step: some StepCounter, firstDecaySteps: some HyperparameterConvertible,
    periodFactor: Double = 2, rateFactor: Double = 1, alpha: Double = 0, name: String? = nil,
    file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    ScheduleBuilder.build(name ?? "SGDRDecay", step, CreationSite(file, line)) { builder, step, ownName in
        let rate = builder.initialRate(rate)
        let steps = builder.number(firstDecaySteps)
        let completed = builder.float(step) / steps
        let restarts: Tensor
        let fraction: Tensor
        if periodFactor == 1 {
            restarts = completed.floor(file: file, line: line)
            fraction = completed - restarts
        } else {
            // After n falls, (1 - t^n) / (1 - t) first periods have passed.
            let logarithm = (1 - completed * (1 - periodFactor)).log(file: file, line: line)
            restarts = (logarithm / builder.number(periodFactor).log(file: file, line: line))
                .floor(file: file, line: line)
            let period = builder.apply(Pow(), builder.number(periodFactor), restarts, name: "pow")
            fraction = (completed - (1 - period) / (1 - periodFactor)) / period
        }
        let height = builder.apply(Pow(), builder.number(rateFactor), restarts, name: "pow")
        let decayed = (1 - alpha) * (height * builder.halfCosine(fraction)) + alpha
        return builder.apply(Mul(), rate, decayed, name: ownName)
    }
}

/// A learning rate that falls along a straight line times a cosine:
/// rate·((alpha + 1 - p)·(1 + cos(2π·periods·p)) / 2 + beta), p = min(step / decaySteps, 1).
///
/// A float32 scalar. Bello et al. (2017). TF: `tf.train.linear_cosine_decay`.
public func linearCosineDecay(
    _ rate: some HyperparameterConvertible, step: some StepCounter, decaySteps: some HyperparameterConvertible,
    periods: Double = 0.5, alpha: Double = 0, beta: Double = 0.001, name: String? = nil,
    file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    ScheduleBuilder.build(name ?? "LinearCosineDecay", step, CreationSite(file, line)) { builder, step, ownName in
        let rate = builder.initialRate(rate)
        let steps = builder.number(decaySteps)
        let step = minimum(builder.float(step), steps, file: file, line: line)
        let remaining = (steps - step) / steps
        let decayed = (alpha + remaining) * builder.halfCosine(2 * periods * (step / steps)) + beta
        return builder.apply(Mul(), rate, decayed, name: ownName)
    }
}

/// As ``linearCosineDecay(_:step:decaySteps:periods:alpha:beta:name:file:line:)``, with normal noise added to the line,
/// whose variance falls as initialVariance / (1 + step)^varianceDecay. TF: `tf.train.noisy_linear_cosine_decay`.
public func noisyLinearCosineDecay(
    _ rate: some HyperparameterConvertible, step: some StepCounter, decaySteps: some HyperparameterConvertible,
    initialVariance: Double = 1, varianceDecay: Double = 0.55, periods: Double = 0.5, alpha: Double = 0,
    beta: Double = 0.001, seed: Int? = nil, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    ScheduleBuilder.build(name ?? "NoisyLinearCosineDecay", step, CreationSite(file, line)) { builder, step, ownName in
        let rate = builder.initialRate(rate)
        let steps = builder.number(decaySteps)
        let variance = builder.number(initialVariance)
        let exponent = builder.number(varianceDecay)
        let step = minimum(builder.float(step), steps, file: file, line: line)
        let remaining = (steps - step) / steps
        let deviation = (variance / builder.apply(Pow(), 1 + step, exponent, name: "Pow")).sqrt(file: file, line: line)
        let noise = builder.graph.randomNormal(shape: [], seed: seed, file: file, line: line)
        let noisy = remaining + noise * deviation
        let decayed = (alpha + noisy) * builder.halfCosine(2 * periods * (step / steps)) + beta
        return builder.apply(Mul(), rate, decayed, name: ownName)
    }
}
