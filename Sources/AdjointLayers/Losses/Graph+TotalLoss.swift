public import AdjointCore
import AdjointOperations

extension Graph {
    /// The sum of all losses of ``CollectionKey/losses`` and of regularizers, a scalar. TF: `tf.losses.get_total_loss`.
    ///
    /// It is a mistake if there are none.
    /// - Parameters:
    ///   - addsRegularization: Whether ``CollectionKey/regularizationLosses`` count too.
    ///   - name: `total_loss` by default.
    public func totalLoss(
        addingRegularizationLosses addsRegularization: Bool = true, name: String = "total_loss",
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let losses = tensors(in: .losses) + (addsRegularization ? tensors(in: .regularizationLosses) : [])
        guard !losses.isEmpty else {
            return record(
                GraphError(
                    .value, "there are no losses to add", operationType: "AddN", operationName: name,
                    site: CreationSite(file, line),
                    remedy: "make them with loss functions such as meanSquaredError, or add them to .losses"))
        }
        return addN(losses, name: name, file: file, line: line)
    }
}
