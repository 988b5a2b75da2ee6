import AdjointCore
public import AdjointOperations

extension Regularizer {
    /// scale · Σ|w|. TF: `tf.keras.regularizers.l1`.
    public static func l1(_ scale: Double) -> Regularizer { Regularizer { scale * $0.abs().sum() } }

    /// scale · Σw². TF: `tf.keras.regularizers.l2`.
    public static func l2(_ scale: Double) -> Regularizer { Regularizer { 2 * scale * $0.l2Loss() } }

    /// l1 · Σ|w| + l2 · Σw². TF: `tf.keras.regularizers.l1_l2`.
    public static func l1l2(l1: Double = 0.01, l2: Double = 0.01) -> Regularizer {
        Regularizer { weights in
            var loss = weights.graph.constant(NDArray(0, dtype: weights.dtype))
            if l1 != 0 { loss = loss + l1 * weights.abs().sum() }
            if l2 != 0 { loss = loss + 2 * l2 * weights.l2Loss() }
            return loss
        }
    }
}
