public import AdjointCore

/// A penalty on the size of a variable, added to the collection ``CollectionKey/regularizationLosses``.
public struct Regularizer: Sendable {
    let loss: @Sendable (Tensor) -> Tensor

    /// A regularizer that builds its loss, a scalar, from the variable's value.
    public init(_ loss: @escaping @Sendable (Tensor) -> Tensor) { self.loss = loss }
}
