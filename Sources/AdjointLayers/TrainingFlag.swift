public import AdjointCore
import AdjointOperations

/// What tells a layer whether it trains: a `Bool`, or a tensor that says so in each run, such as a placeholder.
///
/// With a tensor both forms of the layer are built, and each run takes one: a fed flag leaves the other out of its plan.
public protocol TrainingFlag: Sendable {
    /// The flag in the form that layers take.
    var trainingMode: TrainingMode { get }
}

/// The value behind a ``TrainingFlag``.
public struct TrainingMode: Sendable {
    fileprivate enum Content: Sendable {
        case constant(Bool)
        case computed(Tensor)
    }

    fileprivate let content: Content

    /// Whether there are runs in which the layer trains.
    var canTrain: Bool {
        if case .constant(let isTraining) = content { return isTraining }
        return true
    }
}

extension Bool: TrainingFlag {
    public var trainingMode: TrainingMode { TrainingMode(content: .constant(self)) }
}

extension Tensor: TrainingFlag {
    /// A constant decides now; any other tensor in each run.
    public var trainingMode: TrainingMode {
        if isValid, dtype == .bool, let value = operation.definition?.constantValue, value.count == 1,
            let isTraining = try? value.scalar(as: Bool.self)
        {
            return TrainingMode(content: .constant(isTraining))
        }
        return TrainingMode(content: .computed(self))
    }
}

extension Graph {
    /// What one of two closures builds, as a flag says. TF: `smart_cond`.
    func switching(on flag: some TrainingFlag, then first: () -> Tensor, else second: () -> Tensor) -> Tensor {
        switching(on: flag.trainingMode, then: first, else: second)
    }

    /// What one of two closures builds, as a flag says. TF: `smart_cond`.
    func switching(on mode: TrainingMode, then first: () -> Tensor, else second: () -> Tensor) -> Tensor {
        switch mode.content {
        case .constant(let isTraining): isTraining ? first() : second()
        case .computed(let flag): cond(flag, then: first, else: second)
        }
    }

    /// What one of two closures builds, as many tensors by either, as a flag says. TF: `smart_cond`.
    func switching(on mode: TrainingMode, then first: () -> [Tensor], else second: () -> [Tensor]) -> [Tensor] {
        switch mode.content {
        case .constant(let isTraining): isTraining ? first() : second()
        case .computed(let flag): cond(flag, then: first, else: second)
        }
    }
}
