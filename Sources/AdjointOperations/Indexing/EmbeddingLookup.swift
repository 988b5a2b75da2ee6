public import AdjointCore

extension Variable {
    /// Rows of this variable picked by indices, whose gradient stays slices. TF: `tf.nn.embedding_lookup`.
    ///
    /// self: `[rows, …]`; indices: any shape `[i…]`, int32 or int64; the result is `[i…, …]`. An index out of range makes
    /// the run throw. An optimizer updates the picked rows alone.
    /// - Parameter maxNorm: Rows of a larger norm are scaled down to it in the result.
    public func embeddings(
        at indices: Tensor, maxNorm: Double? = nil, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        guard isValid, indices.isValid else { return isValid ? indices : value }
        let scope = graph.resolveNameScope(name ?? "embedding_lookup")
        return graph.nameScope(scope + "/") {
            let rows = graph.colocated(with: operation) {
                let rows = value.gathered(at: indices, axis: 0, name: scope + "/", file: file, line: line)
                guard let maxNorm, rows.isValid else { return rows }
                guard let rank = indices.shape.rank, let rowRank = rows.shape.rank else {
                    let axes = graph.range(from: indices.rankTensor(), to: rows.rankTensor())
                    return rows.clipped(byNorm: maxNorm, axes: axes, file: file, line: line)
                }
                return rows.clipped(byNorm: maxNorm, axes: Array(rank..<rowRank), file: file, line: line)
            }
            return rows.identity(file: file, line: line)
        }
    }
}
