public import AdjointCore
import AdjointOperations

extension Tensor {
    /// The largest of each group of consecutive entries along an axis: `units` groups, of which one entry each is left.
    /// Goodfellow et al. (2013). TF: `tf.contrib.layers.maxout`.
    ///
    /// self: a known extent along `axis`, which `units` divides; at most one other dimension may be unknown. Numeric types.
    /// - Parameters:
    ///   - units: How many entries are left along the axis.
    ///   - axis: The axis; negative ones count from the end.
    ///   - name: The name scope, `MaxOut` by default.
    public func maxout(
        units: Int, axis: Int = -1, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        func mistake(_ message: String) -> Tensor {
            graph.record(
                GraphError(
                    .shape, message, operationType: "maxout", operationName: name, site: CreationSite(file, line)))
        }
        guard let dimensions = shape.partialDimensions, (-dimensions.count..<dimensions.count).contains(axis) else {
            return mistake("the shape \(shape) has no axis \(axis)")
        }
        let resolved = axis < 0 ? axis + dimensions.count : axis
        guard let extent = dimensions[resolved], units > 0, extent % units == 0 else {
            return mistake("axis \(axis) of \(shape) does not divide into \(units) groups")
        }
        return graph.nameScope(name ?? "MaxOut") {
            // The group's own dimension stands behind its units, and unknown extents are worked out in the run.
            let grouped = Array(dimensions[..<resolved]) + [units, extent / units] + dimensions[(resolved + 1)...]
            return regrouped(to: grouped, splitting: resolved, file: file, line: line)
                .max(axes: [resolved + 1], file: file, line: line)
        }
    }

    /// This tensor with a dimension split in two, `dimensions` being what it has then.
    private func regrouped(
        to dimensions: [Int?], splitting axis: Int, file: StaticString, line: UInt
    ) -> Tensor {
        if dimensions.filter({ $0 == nil }).count <= 1 {
            return reshaped(to: dimensions.map { $0 ?? -1 }, file: file, line: line)
        }
        let sizes = shapeTensor(file: file, line: line)
        let entries = dimensions.enumerated().map { index, extent in
            extent.map { graph.constant(Int32(clamping: $0), file: file, line: line) }
                ?? sizes[index <= axis ? index : index - 1]
        }
        return reshaped(to: stack(entries, file: file, line: line), file: file, line: line)
    }
}
