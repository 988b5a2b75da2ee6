/// What becomes of the losses of single examples. TF: `tf.losses.Reduction`.
public enum LossReduction: Sendable, Hashable, CaseIterable {
    /// They stay as they are, times their weights.
    case none
    /// Their weighted sum.
    case sum
    /// The weighted sum divided by the sum of the weights. TF: `MEAN`.
    case mean
    /// The weighted sum divided by the number of losses. TF: `SUM_OVER_BATCH_SIZE`.
    case sumOverBatchSize
    /// The weighted sum divided by the number of losses whose weight is not zero. TF: `SUM_BY_NONZERO_WEIGHTS`.
    case sumByNonzeroWeights
}
