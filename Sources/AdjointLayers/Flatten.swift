public import AdjointCore
import AdjointOperations

extension Tensor {
    /// The elements of each example in one row: `[batch, a, b, …]` becomes `[batch, a·b·…]`. TF: `tf.layers.flatten`.
    ///
    /// self: rank 1 or more. A vector becomes one column; where more than the batch size is unknown, the row length is
    /// worked out in the run.
    public func flattened(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        guard let dimensions = shape.partialDimensions, !dimensions.isEmpty else {
            return graph.record(
                GraphError(
                    .shape, "flattened() needs a known rank of 1 or more, not \(shape)",
                    operationType: "flatten", operationName: name, site: CreationSite(file, line)))
        }
        return graph.layerScope(name, kind: "flatten") {
            let rowDimensions = dimensions.dropFirst()
            let known = rowDimensions.compactMap { $0 }
            if known.count == rowDimensions.count, known.reduce(1, *) > 0 {
                let target = graph.constant([Int32(-1), Int32(clamping: known.reduce(1, *))], file: file, line: line)
                return reshaped(to: target, file: file, line: line)
            }
            let sizes = shapeTensor(file: file, line: line)
            let rows = sizes.sliced(begin: [0], size: [1], file: file, line: line)
            let width = sizes.sliced(begin: [1], size: [-1], file: file, line: line)
                .product(axes: [0], keepingDimensions: true, file: file, line: line)
            return reshaped(to: concatenate([rows, width], axis: 0, file: file, line: line), file: file, line: line)
        }
    }
}
