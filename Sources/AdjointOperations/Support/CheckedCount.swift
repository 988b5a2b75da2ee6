import AdjointCore

/// The number of elements of an array of the given extents.
///
/// - Throws: ``OperationError`` for negative extents, and for arrays that no memory holds.
func checkedCount(_ extents: [Int]) throws(OperationError) -> Int {
    let count = try SparseShape.size(extents)
    guard count <= 1 << 40 else { throw OperationError("an array of the shape \(extents) is too large") }
    return count
}
