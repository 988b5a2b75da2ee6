public import AdjointCore

// Loops over the first dimension. A row is a slice without that dimension; rows come one after another, and gradients
// pass through all of it. (Gradients of second order do not: see ``whileLoop``.)
extension Tensor {
    /// What `body` makes of each row, stacked. TF: `tf.map_fn`, with its name scope `map`.
    ///
    /// - Parameters:
    ///   - dtype: The element type of what `body` returns; this tensor's by default.
    ///   - body: Builds a result from one row; all results have one shape.
    /// - Returns: `[rows, result…]`.
    public func mapRows(
        dtype: DType? = nil, name: String? = nil, file: StaticString = #fileID, line: UInt = #line,
        _ body: (Tensor) -> Tensor
    ) -> Tensor {
        guard isValid else { return self }
        return graph.nameScope(name ?? "map") {
            let rows = RowLoop(self, file, line)
            let results = graph.tensorArray(dtype ?? self.dtype, count: rows.count, name: "TensorArray_1")
            var made = results
            let flow = rows.loop([results.flow]) { row, index, values in
                made = results.after(values[0]).write(body(row), at: index, file: file, line: line)
                return [made.flow]
            }
            guard let flow = flow.first else { return .invalid(in: graph) }
            return made.after(flow).stacked(file: file, line: line)
        }
    }

    /// The results of `body` on what it made of the rows before and each row, all of them stacked. TF: `tf.scan`, with
    /// its name scope `scan`.
    ///
    /// - Parameters:
    ///   - initial: What stands before the first row.
    ///   - body: Builds the next result from the one before and a row; it has the type and shape of `initial`.
    /// - Returns: `[rows, initial…]`.
    public func scanRows(
        from initial: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line,
        _ body: (_ before: Tensor, _ row: Tensor) -> Tensor
    ) -> Tensor {
        guard isValid, initial.isValid else { return isValid ? initial : self }
        return graph.nameScope(name ?? "scan") {
            let rows = RowLoop(self, file, line)
            let results = graph.tensorArray(
                initial.dtype, count: rows.count, elementShape: initial.shape, name: "TensorArray_1")
            let last = rows.loop([initial, results.flow]) { row, index, values in
                let result = body(values[0], row)
                return [result, results.after(values[1]).write(result, at: index, file: file, line: line).flow]
            }
            guard last.count == 2 else { return .invalid(in: graph) }
            return results.after(last[1]).stacked(file: file, line: line)
        }
    }

    /// The last result of `body` on what it made of the rows before and each row. TF: `tf.foldl`, with its name scope
    /// `foldl`.
    ///
    /// - Parameters:
    ///   - initial: What stands before the first row.
    ///   - body: Builds the next result from the one before and a row; it has the type and shape of `initial`.
    public func foldRows(
        from initial: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line,
        _ body: (_ before: Tensor, _ row: Tensor) -> Tensor
    ) -> Tensor {
        guard isValid, initial.isValid else { return isValid ? initial : self }
        return graph.nameScope(name ?? "foldl") {
            let last = RowLoop(self, file, line).loop([initial]) { row, _, values in [body(values[0], row)] }
            return last.first ?? .invalid(in: graph)
        }
    }
}

/// A loop over the rows of a tensor.
private struct RowLoop {
    let count: Tensor
    private let graph: Graph
    private let rows: TensorArray
    private let (file, line): (StaticString, UInt)

    init(_ tensor: Tensor, _ file: StaticString, _ line: UInt) {
        graph = tensor.graph
        (self.file, self.line) = (file, line)
        count = tensor.shapeTensor().sliced(0, file: file, line: line)
        rows = graph.tensorArray(tensor.dtype, count: count).unstacking(tensor, file: file, line: line)
    }

    /// The last values of `variables`; `body` gets the row, its index and the values so far.
    func loop(
        _ variables: [Tensor], _ body: (_ row: Tensor, _ index: Tensor, _ values: [Tensor]) -> [Tensor]
    ) -> [Tensor] {
        let start = graph.constant(Int32(0))
        let results = whileLoop([start] + variables, file: file, line: line) { values in
            values[0].isLess(than: count, file: file, line: line)
        } do: { values in
            let row = rows.read(values[0], file: file, line: line)
            return [values[0] + 1] + body(row, values[0], Array(values.dropFirst()))
        }
        return Array(results.dropFirst())
    }
}
