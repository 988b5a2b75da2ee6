public import AdjointCore
import AdjointOperations

extension Tensor {
    /// This loss plus all losses of regularizers so far (``CollectionKey/regularizationLosses``), as one `AddN`.
    ///
    /// self: a scalar. Without regularization losses it is returned as it is, and no node is made.
    /// TF: `tf.add_n([loss] + tf.losses.get_regularization_losses())`.
    public func addingRegularizationLosses(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let losses = graph.tensors(in: .regularizationLosses)
        guard isValid, !losses.isEmpty else { return self }
        return addN([self] + losses, name: name, file: file, line: line)
    }
}
