public import AdjointCore
import AdjointOperations

/// Batch renormalization: statistics of a batch are corrected toward the moving ones by a scale r and a shift d, which
/// are clipped and take no gradient. Ioffe (2017). TF: `renorm`, `renorm_clipping`, `renorm_momentum`.
public struct BatchRenormalization: Sendable {
    /// A bound of a correction: a number, or a scalar tensor as schedules give.
    public enum Limit: Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
        case number(Double)
        case tensor(Tensor)

        public init(floatLiteral value: Double) { self = .number(value) }
        public init(integerLiteral value: Int) { self = .number(Double(value)) }
    }

    /// The smallest r. TF: `rmin`.
    public var minimumScale: Limit?
    /// The largest r. TF: `rmax`.
    public var maximumScale: Limit?
    /// The largest magnitude of d. TF: `dmax`.
    public var maximumShift: Limit?
    /// How much of the moving statistics that correct stays at each update.
    public var momentum: Double

    /// Renormalization with the given bounds; `nil` for none.
    public init(
        minimumScale: Limit? = nil, maximumScale: Limit? = nil, maximumShift: Limit? = nil, momentum: Double = 0.99
    ) {
        self.minimumScale = minimumScale
        self.maximumScale = maximumScale
        self.maximumShift = maximumShift
        self.momentum = momentum
    }
}

extension BatchNormalization {
    /// The correction of a batch's statistics, and the statistics to move the averages toward, which wait for the
    /// correction's own averages. TF: `_renorm_correction_and_moments`.
    func renormalized(
        _ mean: Tensor, _ variance: Tensor, _ renormalization: BatchRenormalization,
        _ kept: (movingDeviation: Variable, mean: Variable, deviation: Variable)
    ) -> (scale: Tensor, shift: Tensor, mean: Tensor, variance: Tensor) {
        let deviation = (variance + epsilon).sqrt()
        let keptDeviation = maximum(kept.deviation.value, smallestDeviation(mean.dtype))
        var scale = deviation / keptDeviation
        var shift = (mean - kept.mean.value) / keptDeviation
        guard scale.isValid, shift.isValid else { return (scale, shift, mean, variance) }
        // The corrections must see the averages as they are before their update.
        let (batchMean, batchDeviation) = graph.withControlDependencies(on: [scale.operation, shift.operation]) {
            (mean.identity(), deviation.identity())
        }
        if let limit = renormalization.minimumScale { scale = limit.raising(scale) }
        if let limit = renormalization.maximumScale { scale = limit.lowering(scale) }
        if let limit = renormalization.maximumShift {
            shift = limit.negated.raising(shift)
            shift = limit.lowering(shift)
        }
        scale = graph.switching(on: mode, then: { scale }, else: { scale.constantLike(1, name: "ones_like") })
        shift = graph.switching(on: mode, then: { shift }, else: { shift.constantLike(0, name: "zeros_like") })

        func update(_ variable: Variable, _ value: Tensor) -> Tensor {
            let value = value.identity()
            return graph.switching(
                on: mode, then: { average(variable, toward: value, momentum: renormalization.momentum) },
                else: { variable.value.identity() })
        }
        let updates = [update(kept.mean, batchMean), update(kept.deviation, batchDeviation)]
        guard updates.allSatisfy(\.isValid) else { return (scale, shift, mean, variance) }
        return graph.withControlDependencies(on: updates.map(\.operation)) {
            (scale, shift, batchMean.identity(), variance.identity())
        }
    }

    /// √epsilon, which keeps early divisions finite.
    private func smallestDeviation(_ dtype: DType) -> Tensor {
        let scope = graph.resolveNameScope("Sqrt")
        return graph.nameScope(scope + "/") {
            graph.constant(NDArray(epsilon, dtype: dtype), name: "x").sqrt(name: scope + "/")
        }
    }
}

extension BatchRenormalization.Limit {
    /// The larger of a tensor and the limit.
    fileprivate func raising(_ tensor: Tensor) -> Tensor {
        switch self {
        case .number(let number): maximum(tensor, number)
        case .tensor(let limit): maximum(tensor, limit)
        }
    }

    /// The smaller of a tensor and the limit.
    fileprivate func lowering(_ tensor: Tensor) -> Tensor {
        switch self {
        case .number(let number): minimum(tensor, number)
        case .tensor(let limit): minimum(tensor, limit)
        }
    }

    fileprivate var negated: Self {
        switch self {
        case .number(let number): .number(-number)
        case .tensor(let limit): .tensor(-limit)
        }
    }
}
