public import AdjointCore

extension NDArray {
    /// The rows (parts along the first dimension) at the given indices, in the order given, copied.
    ///
    /// - Precondition: the elements are plain bytes; the array has a first dimension; every index lies within it.
    /// - Complexity: O(bytes of the rows).
    public func rows(at indices: some Collection<Int>) -> NDArray {
        precondition(rank > 0 && !dtype.isManaged, "rows are taken from an array of numbers with a first dimension")
        return NDArray(dtype: dtype, dimensions: [indices.count] + dimensions.dropFirst()) { target in
            copyRows(at: indices, to: target)
        }
    }

    /// Makes this array the rows of another at the given indices: in its own memory, if nobody else holds it and it has
    /// their size and type.
    ///
    /// - Precondition: as for ``rows(at:)``.
    /// - Complexity: O(bytes of the rows).
    public mutating func setRows(to source: NDArray, at indices: some Collection<Int>) {
        guard dtype == source.dtype, rank == source.rank, rank > 0, dimensions[0] == indices.count,
            dimensions.dropFirst() == source.dimensions.dropFirst(), !dtype.isManaged, isUniquelyReferenced()
        else {
            self = source.rows(at: indices)
            return
        }
        withUnsafeMutableBytes { source.copyRows(at: indices, to: $0) }
    }

    private func copyRows(at indices: some Collection<Int>, to target: UnsafeMutableRawBufferPointer) {
        let rowCount = dimensions[0]
        guard rowCount > 0, !target.isEmpty else {
            precondition(rowCount > 0 || indices.isEmpty, "there is no row")
            return
        }
        let rowByteCount = byteCount / rowCount
        withUnsafeBytes { source in
            var place = target.baseAddress!
            for index in indices {
                precondition(index >= 0 && index < rowCount, "row \(index) of \(rowCount)")
                place.copyMemory(from: source.baseAddress! + index * rowByteCount, byteCount: rowByteCount)
                place += rowByteCount
            }
        }
    }
}
