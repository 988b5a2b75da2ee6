public import AdjointCore
public import AdjointOperations

extension CollectionKey {
    /// The assignments of max-norm regularizers, to be run after each training step.
    public static let maxNorm: CollectionKey = "max_norm"
}

extension Regularizer {
    /// Keeps the norms of a variable's rows (or columns) at `threshold` or below, without a loss: an assignment of the
    /// clipped value joins `collection`, to be run after each training step. Srebro et al. (2005).
    ///
    /// TF: a regularizer of `tf.clip_by_norm` and `tf.assign`.
    /// - Parameters:
    ///   - threshold: The largest norm.
    ///   - axes: The norm is taken over these, for each position in the others; over all of them for `nil`.
    ///   - name: The name of the assignment, beneath the variable's `Regularizer`.
    ///   - collection: Where the assignment goes.
    public static func maxNorm(
        _ threshold: Double, axes: [Int]? = [1], name: String = "max_norm", collection: CollectionKey = .maxNorm
    ) -> Regularizer {
        Regularizer(ofVariable: { variable in
            let assignment = variable.assign(variable.value.clipped(byNorm: threshold, axes: axes), name: name)
            if assignment.isValid { variable.graph.add(assignment, to: collection) }
            return nil
        })
    }
}
