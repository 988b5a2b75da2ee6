public import AdjointCore
public import AdjointOperations

extension Tensor {
    /// The rows that these ids name of a table that is learned: `[…]` becomes `[…, width]`. TF: `tf.keras.layers.Embedding`.
    ///
    /// self: int32 or int64, any shape, values in `0..<rows`. The variable is `name/embeddings` `[rows, width]`.
    /// - Parameters:
    ///   - rows: How many ids there are.
    ///   - width: The length of each row.
    ///   - initializer: Uniform in -0.05..<0.05 by default.
    ///   - regularizer: Its loss joins ``CollectionKey/regularizationLosses``.
    ///   - activityRegularizer: Its loss of the result, divided by the batch size, joins
    ///     ``CollectionKey/regularizationLosses``.
    ///   - constraint: Applied by optimizers after each update.
    ///   - maxNorm: Rows of a larger norm are scaled down to it in the result.
    ///   - dtype: The table's element type.
    ///   - isTrainable: Whether the variable joins ``CollectionKey/trainableVariables``.
    ///   - name: `embedding`, `embedding_1`… by default.
    ///   - reuse: Whether the variable is made or found.
    public func embedding(
        rows: Int, width: Int, initializer: Initializer = .randomUniform(from: -0.05, to: 0.05),
        regularizer: Regularizer? = nil, activityRegularizer: Regularizer? = nil, constraint: Constraint? = nil,
        maxNorm: Double? = nil, dtype tableType: DType = .float32, isTrainable: Bool = true, name: String? = nil,
        reuse: VariableReuse = .never, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        let site = CreationSite(file, line)
        guard rows > 0, width > 0, DTypeSet.index.contains(dtype) else {
            return graph.record(
                GraphError(
                    .value,
                    rows > 0 && width > 0
                        ? "ids are int32 or int64, not \(dtype.name)" : "there is no table of \(rows) rows of \(width)",
                    operationType: "embedding", operationName: name, site: site))
        }
        return graph.layerScope(name, kind: "embedding", reuse: reuse) {
            let table = graph.layerVariable(
                "embeddings", shape: [rows, width], dtype: tableType, initializer: initializer,
                regularizer: regularizer, constraint: constraint, isTrainable: isTrainable, site: site)
            let result = table.embeddings(at: self, maxNorm: maxNorm, file: file, line: line)
            if let activityRegularizer { result.addActivityLoss(activityRegularizer, site: site) }
            return result
        }
    }
}
