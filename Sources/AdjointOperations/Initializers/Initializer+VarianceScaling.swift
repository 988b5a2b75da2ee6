import AdjointCore

extension Initializer {
    /// Which count of connections a variance is divided by.
    public enum FanMode: Sendable, Hashable {
        /// The inputs of a unit.
        case fanIn
        /// The outputs of a unit.
        case fanOut
        /// The mean of both.
        case fanAverage
    }

    /// The distribution of variance-scaled numbers.
    public enum ScaledDistribution: Sendable, Hashable {
        /// Normal, cut at two deviations, and widened so that the variance is right after cutting. TF: `normal`.
        case truncatedNormal
        /// Normal. TF: `untruncated_normal`.
        case normal
        /// Uniform in ±√(3·variance).
        case uniform
    }

    /// Random numbers of mean 0 and variance `scale / n`, where n is the fan that `mode` names, at least 1.
    ///
    /// A matrix `[rows, columns]` has fan-in rows and fan-out columns; a vector has its length as both, a scalar 1; for
    /// kernels of higher rank, the last two dimensions count times the product of the others.
    /// TF: `variance_scaling_initializer`.
    public static func varianceScaling(
        scale: Double = 1, mode: FanMode = .fanIn, distribution: ScaledDistribution = .truncatedNormal,
        seed: Int? = nil
    ) -> Initializer {
        Initializer(building: { graph, shape, dtype, site in
            let (fanIn, fanOut) = fans(of: shape)
            let fan: Double
            switch mode {
            case .fanIn: fan = fanIn
            case .fanOut: fan = fanOut
            case .fanAverage: fan = (fanIn + fanOut) / 2
            }
            let variance = scale / max(1, fan)
            switch distribution {
            case .truncatedNormal:
                // The standard deviation of a standard normal distribution cut at ±2.
                let cutDeviation = 0.87962566103423978
                return graph.truncatedNormal(
                    shape: shape, standardDeviation: variance.squareRoot() / cutDeviation, dtype: dtype, seed: seed,
                    file: site.fileID, line: site.line)
            case .normal:
                return graph.randomNormal(
                    shape: shape, standardDeviation: variance.squareRoot(), dtype: dtype, seed: seed,
                    file: site.fileID, line: site.line)
            case .uniform:
                let limit = (3 * variance).squareRoot()
                return graph.randomUniform(
                    shape: shape, from: -limit, to: limit, dtype: dtype, seed: seed, file: site.fileID,
                    line: site.line)
            }
        })
    }

    private static func fans(of shape: [Int]) -> (fanIn: Double, fanOut: Double) {
        guard let columns = shape.last else { return (1, 1) }
        guard shape.count > 1 else { return (Double(columns), Double(columns)) }
        let receptiveField = shape.dropLast(2).reduce(1.0) { $0 * Double($1) }
        return (receptiveField * Double(shape[shape.count - 2]), receptiveField * Double(columns))
    }
}

// The named cases of variance scaling.
extension Initializer {
    /// Glorot and Bengio (2010): uniform, variance 1 / mean fan. TF: `glorot_uniform_initializer`, the default.
    public static let glorotUniform = glorotUniform(seed: nil)
    /// Glorot and Bengio (2010): uniform, variance 1 / mean fan. TF: `glorot_uniform_initializer`.
    public static func glorotUniform(seed: Int?) -> Initializer {
        varianceScaling(scale: 1, mode: .fanAverage, distribution: .uniform, seed: seed)
    }

    /// Glorot and Bengio (2010): truncated normal, variance 1 / mean fan. TF: `glorot_normal_initializer`.
    public static let glorotNormal = glorotNormal(seed: nil)
    /// Glorot and Bengio (2010): truncated normal, variance 1 / mean fan. TF: `glorot_normal_initializer`.
    public static func glorotNormal(seed: Int?) -> Initializer {
        varianceScaling(scale: 1, mode: .fanAverage, distribution: .truncatedNormal, seed: seed)
    }

    /// He et al. (2015), for ReLU layers: truncated normal, variance 2 / fan-in. TF: `he_normal`.
    public static let he = he(seed: nil)
    /// He et al. (2015), for ReLU layers: truncated normal, variance 2 / fan-in. TF: `he_normal`.
    public static func he(seed: Int?) -> Initializer {
        varianceScaling(scale: 2, mode: .fanIn, distribution: .truncatedNormal, seed: seed)
    }

    /// He et al. (2015), for ReLU layers: uniform, variance 2 / fan-in. TF: `he_uniform`.
    public static let heUniform = heUniform(seed: nil)
    /// He et al. (2015), for ReLU layers: uniform, variance 2 / fan-in. TF: `he_uniform`.
    public static func heUniform(seed: Int?) -> Initializer {
        varianceScaling(scale: 2, mode: .fanIn, distribution: .uniform, seed: seed)
    }

    /// LeCun et al. (1998), for SELU layers: truncated normal, variance 1 / fan-in. TF: `lecun_normal`.
    public static let lecun = lecun(seed: nil)
    /// LeCun et al. (1998), for SELU layers: truncated normal, variance 1 / fan-in. TF: `lecun_normal`.
    public static func lecun(seed: Int?) -> Initializer {
        varianceScaling(scale: 1, mode: .fanIn, distribution: .truncatedNormal, seed: seed)
    }

    /// LeCun et al. (1998): uniform, variance 1 / fan-in. TF: `lecun_uniform`.
    public static let lecunUniform = lecunUniform(seed: nil)
    /// LeCun et al. (1998): uniform, variance 1 / fan-in. TF: `lecun_uniform`.
    public static func lecunUniform(seed: Int?) -> Initializer {
        varianceScaling(scale: 1, mode: .fanIn, distribution: .uniform, seed: seed)
    }
}
