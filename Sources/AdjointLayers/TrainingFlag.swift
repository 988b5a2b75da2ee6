import AdjointCore
import AdjointOperations

/// What tells a layer whether it trains: a `Bool`.
public protocol TrainingFlag: Sendable {
    /// The flag in the form that layers take.
    var trainingMode: TrainingMode { get }
}

/// The value behind a ``TrainingFlag``.
public struct TrainingMode: Sendable {
    /// Whether the layer trains.
    let isTraining: Bool
    /// Whether there are runs in which it trains.
    var canTrain: Bool { isTraining }
}

extension Bool: TrainingFlag {
    public var trainingMode: TrainingMode { TrainingMode(isTraining: self) }
}

extension Graph {
    /// What one of two closures builds, as a flag says. TF: `smart_cond`.
    func switching(on flag: some TrainingFlag, then first: () -> Tensor, else second: () -> Tensor) -> Tensor {
        switching(on: flag.trainingMode, then: first, else: second)
    }

    /// What one of two closures builds, as a flag says. TF: `smart_cond`.
    func switching(on mode: TrainingMode, then first: () -> Tensor, else second: () -> Tensor) -> Tensor {
        mode.isTraining ? first() : second()
    }

    /// What one of two closures builds, as many tensors by either, as a flag says. TF: `smart_cond`.
    func switching(on mode: TrainingMode, then first: () -> [Tensor], else second: () -> [Tensor]) -> [Tensor] {
        mode.isTraining ? first() : second()
    }
}
