import AdjointCore
import AdjointOperations

extension Tensor {
    /// Adds the loss of a layer's result, per example, to the regularization losses. TF: `activity_regularizer`.
    func addActivityLoss(_ regularizer: Regularizer, site: CreationSite) {
        guard isValid else { return }
        let (file, line) = (site.fileID, site.line)
        let loss = graph.nameScope("ActivityRegularizer") {
            let total = regularizer.loss(of: self, file: file, line: line)
            let batchSize = shapeTensor(file: file, line: line)[0].cast(to: dtype, file: file, line: line)
            return total.divided(by: batchSize, file: file, line: line)
        }
        if loss.isValid { graph.add(loss, to: .regularizationLosses) }
    }
}
