import AdjointCore

extension OperationRegistry {
    /// Convolution, pooling, batch normalization, images.
    static let neuralNetworkOperations: [any OperationDefinition.Type] = []
}
