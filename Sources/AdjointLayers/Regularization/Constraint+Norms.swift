import AdjointCore
public import AdjointOperations

extension Constraint {
    /// Norms along `axes` of at most `limit`. TF: `tf.keras.constraints.max_norm`.
    ///
    /// For a kernel `[inputs, units]` and axis 0, the weights that lead to one unit have that norm.
    public static func maxNorm(_ limit: Double, axes: [Int] = [0]) -> Constraint {
        Constraint { weights in
            let norm = weights.safeNorm(axes: axes)
            return weights * (norm.clipped(from: 0, to: limit) / (1e-7 + norm))
        }
    }

    /// Norms along `axes` between two bounds. TF: `tf.keras.constraints.min_max_norm`.
    ///
    /// - Parameter rate: How much of the way to the bound is gone at each update, 1 for all of it.
    public static func minMaxNorm(
        _ bounds: ClosedRange<Double>, rate: Double = 1, axes: [Int] = [0]
    ) -> Constraint {
        Constraint { weights in
            let norm = weights.safeNorm(axes: axes)
            let desired = rate * norm.clipped(from: bounds.lowerBound, to: bounds.upperBound) + (1 - rate) * norm
            return weights * (desired / (1e-7 + norm))
        }
    }

    /// Norms along `axes` of 1. TF: `tf.keras.constraints.unit_norm`.
    public static func unitNorm(axes: [Int] = [0]) -> Constraint {
        Constraint { weights in weights / (1e-7 + weights.safeNorm(axes: axes)) }
    }

    /// No negative elements. TF: `tf.keras.constraints.non_neg`.
    public static let nonNegative = Constraint { weights in
        weights * weights.isGreaterOrEqual(to: 0).cast(to: weights.dtype)
    }

    /// Norms along `axes` of at most `limit`, by `clipped(byNorm:)`. TF: a constraint of `tf.clip_by_norm`.
    public static func clippedNorm(_ limit: Double, axes: [Int]? = nil) -> Constraint {
        Constraint { $0.clipped(byNorm: limit, axes: axes) }
    }
}

extension Tensor {
    /// The norm along axes, which stay with extent 1. TF: Keras's `sqrt` of the `sum` of `square`.
    fileprivate func safeNorm(axes: [Int]) -> Tensor {
        // One axis is TensorFlow's scalar index.
        let sum =
            axes.count == 1
            ? squared().sum(axes: axes[0], keepingDimensions: true)
            : squared().sum(axes: axes, keepingDimensions: true)
        return maximum(sum, graph.constant(NDArray(0, dtype: dtype))).sqrt()
    }
}
