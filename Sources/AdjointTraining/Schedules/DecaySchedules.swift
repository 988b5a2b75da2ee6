public import AdjointCore
import AdjointOperations

/// A learning rate that falls by a factor every so many steps: rate·decayRate^(step / decaySteps).
///
/// A float32 scalar. TF: `tf.train.exponential_decay`.
/// - Parameters:
///   - rate: The rate at step 0: a number, a tensor or a variable.
///   - step: The steps done, such as `graph.globalStep()`.
///   - decaySteps: After how many steps the rate has fallen by `decayRate`.
///   - decayRate: The factor.
///   - isStaircase: Whether the rate falls at once after so many steps, rather than all the time.
public func exponentialDecay(
    _ rate: some HyperparameterConvertible, step: some StepCounter, decaySteps: some HyperparameterConvertible,
    decayRate: some HyperparameterConvertible, isStaircase: Bool = false, name: String? = nil,
    file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    ScheduleBuilder.build(name ?? "ExponentialDecay", step, CreationSite(file, line)) { builder, step, ownName in
        let rate = builder.initialRate(rate)
        let steps = builder.number(decaySteps)
        let factor = builder.number(decayRate)
        var progress = builder.float(step) / steps
        if isStaircase { progress = progress.floor(file: file, line: line) }
        return builder.apply(
            Mul(), rate, builder.apply(Pow(), factor, progress, name: "Pow"), name: ownName)
    }
}

/// A learning rate that falls as rate·e^(-decayRate·step / decaySteps). TF: `tf.train.natural_exp_decay`.
///
/// A float32 scalar; see ``exponentialDecay(_:step:decaySteps:decayRate:isStaircase:name:file:line:)``.
public func naturalExponentialDecay(
    _ rate: some HyperparameterConvertible, step: some StepCounter, decaySteps: some HyperparameterConvertible,
    decayRate: some HyperparameterConvertible, isStaircase: Bool = false, name: String? = nil,
    file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    let stepTensor = step.stepTensor
    guard stepTensor.isValid else { return stepTensor }
    let graph = stepTensor.graph
    let number = graph.nameScope("Neg") {
        decayRate.hyperparameter.tensor(in: graph, name: "x", site: CreationSite(file, line))
    }
    let factor = number.cast(to: .float32, file: file, line: line).negated(file: file, line: line)
        .exp(file: file, line: line)
    return exponentialDecay(
        rate, step: step, decaySteps: decaySteps, decayRate: factor, isStaircase: isStaircase, name: name, file: file,
        line: line)
}

/// A learning rate that falls as rate / (1 + decayRate·step / decaySteps). TF: `tf.train.inverse_time_decay`.
///
/// A float32 scalar; see ``exponentialDecay(_:step:decaySteps:decayRate:isStaircase:name:file:line:)``.
public func inverseTimeDecay(
    _ rate: some HyperparameterConvertible, step: some StepCounter, decaySteps: some HyperparameterConvertible,
    decayRate: some HyperparameterConvertible, isStaircase: Bool = false, name: String? = nil,
    file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    ScheduleBuilder.build(name ?? "InverseTimeDecay", step, CreationSite(file, line)) { builder, step, ownName in
        let rate = builder.initialRate(rate)
        let steps = builder.number(decaySteps)
        let factor = builder.number(decayRate)
        var progress = builder.float(step) / steps
        if isStaircase { progress = progress.floor(file: file, line: line) }
        let one = builder.graph.constant(Float(1), name: "Const", file: file, line: line)
        let divisor = builder.apply(AddV2(), one, builder.apply(Mul(), factor, progress, name: "Mul"), name: "Add")
        return builder.apply(RealDiv(), rate, divisor, name: ownName)
    }
}

/// A learning rate that falls to `endRate` in `decaySteps` steps: (rate - endRate)·(1 - step / decaySteps)^power + endRate.
///
/// A float32 scalar. TF: `tf.train.polynomial_decay`.
/// - Parameters:
///   - rate: The rate at step 0.
///   - step: The steps done.
///   - decaySteps: After how many steps the rate is `endRate`.
///   - endRate: The last rate.
///   - power: 1 for a straight line.
///   - isCyclic: Whether the rate rises again after `decaySteps` steps, to fall to `endRate` after twice, thrice… as many;
///     otherwise it stays.
public func polynomialDecay(
    _ rate: some HyperparameterConvertible, step: some StepCounter, decaySteps: some HyperparameterConvertible,
    endRate: some HyperparameterConvertible = 0.0001, power: some HyperparameterConvertible = 1.0,
    isCyclic: Bool = false, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    ScheduleBuilder.build(name ?? "PolynomialDecay", step, CreationSite(file, line)) { builder, step, ownName in
        let rate = builder.initialRate(rate)
        let end = builder.number(endRate)
        let power = builder.number(power)
        var step = builder.float(step)
        var steps = builder.number(decaySteps)
        if isCyclic {
            let cycles = (step / steps).ceil(file: file, line: line)
            let isFirst = step.isEqual(to: 0, file: file, line: line)
            let multiple = select(
                isFirst, then: cycles.onesLike(file: file, line: line), else: cycles, file: file, line: line)
            steps = builder.apply(Mul(), steps, multiple, name: "Mul")
        } else {
            step = minimum(step, steps, file: file, line: line)
        }
        let remaining = 1 - step / steps
        let shape = builder.apply(Pow(), remaining, power, name: "Pow")
        return builder.apply(AddV2(), builder.apply(Mul(), rate - end, shape, name: "Mul"), end, name: ownName)
    }
}

/// A learning rate that is `values[0]` up to step `boundaries[0]` inclusive, then `values[1]` up to `boundaries[1]`, and
/// so on. TF: `tf.train.piecewise_constant`.
///
/// A float32 scalar, chosen by a `SelectV2` for each boundary where TensorFlow nests conditionals.
/// - Precondition: the boundaries rise, and there is one value more than boundaries.
public func piecewiseConstant(
    step: some StepCounter, boundaries: [Int], values: [Double], name: String? = nil, file: StaticString = #fileID,
    line: UInt = #line
) -> Tensor {
    precondition(values.count == boundaries.count + 1, "\(values.count) values for \(boundaries.count) boundaries")
    precondition(zip(boundaries, boundaries.dropFirst()).allSatisfy { $0 < $1 }, "the boundaries must rise")
    return ScheduleBuilder.build(name ?? "PiecewiseConstant", step, CreationSite(file, line)) {
        builder, step, ownName in
        var rate = builder.graph.constant(Float(values[boundaries.count]), file: file, line: line)
        for (index, boundary) in boundaries.enumerated().reversed() {
            let isBefore = step.isLessOrEqual(to: boundary, file: file, line: line)
            let value = builder.graph.constant(Float(values[index]), file: file, line: line)
            rate = select(
                isBefore, then: value, else: rate, name: index == 0 ? ownName : nil, file: file, line: line)
        }
        return rate
    }
}

/// A learning rate that rises in a straight line from 0 for the first steps, and is `rate` afterwards.
///
/// rate·min(1, (step + 1) / warmupSteps): the first step is not wasted on a rate of 0. A float32 scalar; `rate` may be
/// another schedule.
public func warmUp(
    _ rate: some HyperparameterConvertible, step: some StepCounter, warmupSteps: some HyperparameterConvertible,
    name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    ScheduleBuilder.build(name ?? "WarmUp", step, CreationSite(file, line)) { builder, step, ownName in
        let rate = builder.initialRate(rate)
        let steps = builder.number(warmupSteps)
        let progress = (builder.float(step) + 1) / steps
        return builder.apply(Mul(), rate, minimum(progress, 1, file: file, line: line), name: ownName)
    }
}
