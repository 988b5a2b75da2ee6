public import AdjointCore
public import AdjointOperations

extension Regularizer {
    /// The sum of the losses of several regularizers. TF: `tf.contrib.layers.sum_regularizer`.
    public static func sum(_ regularizers: [Regularizer]) -> Regularizer {
        Regularizer(ofVariable: { variable in
            let graph = variable.graph
            let scope = graph.resolveNameScope("sum_regularizer")
            return graph.nameScope(scope + "/") {
                let losses = regularizers.compactMap { $0.loss(of: variable) }
                return losses.isEmpty ? nil : addN(losses, name: scope + "/")
            }
        })
    }
}

extension Graph {
    /// The sum of a regularizer's losses of some variables, which joins ``CollectionKey/regularizationLosses``.
    /// TF: `tf.contrib.layers.apply_regularization`.
    ///
    /// It is a mistake if there are no variables, or if the regularizer makes no loss of any.
    @discardableResult
    public func applyRegularization(
        _ regularizer: Regularizer, to variables: [Variable], file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let scope = resolveNameScope("get_regularization_penalty")
        return nameScope(scope + "/") {
            let losses = variables.compactMap { regularizer.loss(of: $0) }
            guard !losses.isEmpty else {
                return record(
                    GraphError(
                        .value,
                        variables.isEmpty ? "there are no variables to regularize" : "the regularizer makes no loss",
                        site: CreationSite(file, line)))
            }
            let sum = addN(losses, name: scope + "/", file: file, line: line)
            if sum.isValid { add(sum, to: .regularizationLosses) }
            return sum
        }
    }
}
