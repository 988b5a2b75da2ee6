public import AdjointCore
public import AdjointOperations

extension Tensor {
    /// x where positive, alpha·x elsewhere, with a slope alpha that is learned. He et al. (2015).
    /// TF: `tf.keras.layers.PReLU`.
    ///
    /// self: `[batch, …]`, float32 or float64; all dimensions but the batch's are known, or shared. The variable is
    /// `name/alpha`, one slope for each place in an example.
    /// - Parameters:
    ///   - sharedAxes: Axes along which all places have one slope; the batch axis 0 is shared always.
    ///   - alphaInitializer: Zeros by default.
    ///   - alphaRegularizer: Its loss joins ``CollectionKey/regularizationLosses``.
    ///   - alphaConstraint: Applied by optimizers after each update.
    ///   - isTrainable: Whether the variable joins ``CollectionKey/trainableVariables``.
    ///   - name: `p_re_lu`, `p_re_lu_1`… by default.
    ///   - reuse: Whether the variable is made or found.
    public func prelu(
        sharedAxes: [Int] = [], alphaInitializer: Initializer = .zeros, alphaRegularizer: Regularizer? = nil,
        alphaConstraint: Constraint? = nil, isTrainable: Bool = true, name: String? = nil,
        reuse: VariableReuse = .never, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        let site = CreationSite(file, line)
        func mistake(_ message: String) -> Tensor {
            graph.record(GraphError(.shape, message, operationType: "prelu", operationName: name, site: site))
        }
        guard let dimensions = shape.partialDimensions, !dimensions.isEmpty else {
            return mistake("prelu needs an input of known rank, at least 1, not \(shape)")
        }
        var slopeDimensions: [Int] = []
        for axis in 1..<Swift.max(1, dimensions.count) {
            let isShared = sharedAxes.contains(axis) || sharedAxes.contains(axis - dimensions.count)
            guard let extent = isShared ? 1 : dimensions[axis] else {
                return mistake("dimension \(axis) of \(shape) is neither known nor shared")
            }
            slopeDimensions.append(extent)
        }
        return graph.layerScope(name, kind: "p_re_lu", reuse: reuse) {
            let alpha = graph.layerVariable(
                "alpha", shape: slopeDimensions, dtype: dtype, initializer: alphaInitializer,
                regularizer: alphaRegularizer, constraint: alphaConstraint, isTrainable: isTrainable, site: site)
            guard alpha.isValid else { return alpha.value }
            let positive = relu(file: file, line: line)
            return positive + -alpha.value * (-self).relu(file: file, line: line)
        }
    }
}
