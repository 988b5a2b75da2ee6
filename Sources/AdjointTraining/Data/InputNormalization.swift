public import AdjointCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Brings inputs to mean 0 and deviation 1 by what a training set shows, and then within bounds if asked to.
///
/// It is fitted to the training set once, and applied to every split, so that validation and test data are seen through
/// the training set's eyes:
///
/// ```swift
/// let normalize = InputNormalization(fitting: mnist.train.images)
/// let (train, test) = (normalize(mnist.train.images), normalize(mnist.test.images))
/// ```
/// y = (x - mean) / max(deviation, `leastDeviation`), then y, y cut at ±limit, or tanh(y). Computed in double precision
/// and rounded once.
public struct InputNormalization: Sendable, Hashable {
    /// What shares one mean and one deviation.
    public enum Grouping: Sendable, Hashable {
        /// The examples' elements at one place: one pair for each feature.
        case feature
        /// All elements: one pair.
        case all
    }

    /// What follows.
    public enum Bounds: Sendable, Hashable {
        /// Nothing.
        case none
        /// Elements beyond ±limit become ±limit.
        case clip(Double)
        /// The hyperbolic tangent: within ±1, and nearly the identity around 0.
        case tanh
    }

    /// The means: one for each feature, or a single one.
    public let means: [Double]
    /// The deviations (of the population), one for each mean; at least the least deviation.
    public let deviations: [Double]
    /// What follows.
    public let bounds: Bounds
    private let featureCount: Int

    /// The normalization that a training set asks for.
    ///
    /// - Parameters:
    ///   - examples: float32 or float64 `[count, …]`, at least one.
    ///   - grouping: What shares a mean and a deviation.
    ///   - bounds: What follows.
    ///   - leastDeviation: What smaller deviations count as: a feature that never changes becomes 0, not NaN.
    /// - Precondition: the examples are floating-point numbers and there is one.
    /// - Complexity: O(elements).
    public init(
        fitting examples: NDArray, per grouping: Grouping = .feature, bounds: Bounds = .none,
        leastDeviation: Double = 1e-7
    ) {
        precondition(
            examples.rank > 0 && examples.dimensions[0] > 0 && leastDeviation > 0,
            "a normalization is fitted to at least one example")
        let width = examples.dimensions.dropFirst().reduce(1, *)
        let groupCount = grouping == .feature ? width : 1
        var counts = [Double](repeating: 0, count: groupCount)
        var means = counts
        var squares = counts
        // Welford's update: sums of squares would cancel where the mean is large.
        Self.forEach(examples) { index, value in
            let group = grouping == .feature ? index % width : 0
            counts[group] += 1
            let difference = value - means[group]
            means[group] += difference / counts[group]
            squares[group] += difference * (value - means[group])
        }
        self.means = means
        deviations = zip(squares, counts).map { max(($0 / max($1, 1)).squareRoot(), leastDeviation) }
        self.bounds = bounds
        featureCount = width
    }

    /// The normalized examples, of the same type and shape.
    ///
    /// - Precondition: the examples are floating-point numbers and have the features of those it was fitted to.
    /// - Complexity: O(elements).
    public func callAsFunction(_ examples: NDArray) -> NDArray {
        let width = examples.dimensions.dropFirst().reduce(1, *)
        precondition(
            examples.rank > 0 && width == featureCount,
            "examples have \(width) features, not \(featureCount) as those that the normalization was fitted to")
        return NDArray(dtype: examples.dtype, dimensions: examples.dimensions) { target in
            Self.forEach(examples) { index, value in
                let group = means.count == 1 ? 0 : index % width
                let result = bounded((value - means[group]) / deviations[group])
                if examples.dtype == .float32 {
                    target.storeBytes(of: Float(result), toByteOffset: index * 4, as: Float.self)
                } else {
                    target.storeBytes(of: result, toByteOffset: index * 8, as: Double.self)
                }
            }
        }
    }

    private func bounded(_ value: Double) -> Double {
        switch bounds {
        case .none: value
        case .clip(let limit): min(max(value, -limit), limit)
        case .tanh: hyperbolicTangent(value)
        }
    }

    private static func forEach(_ array: NDArray, _ body: (Int, Double) -> Void) {
        array.withUnsafeBytes { bytes in
            switch array.dtype {
            case .float32:
                for (index, value) in bytes.bindMemory(to: Float.self).enumerated() { body(index, Double(value)) }
            case .float64: for (index, value) in bytes.bindMemory(to: Double.self).enumerated() { body(index, value) }
            default: preconditionFailure("floating-point numbers are normalized, not \(array.dtype.name)")
            }
        }
    }
}

/// The system's function under a name that the case above does not hide.
private func hyperbolicTangent(_ value: Double) -> Double { tanh(value) }
