import AdjointCore

/// The number of elements of an array of the given extents.
///
/// - Throws: ``OperationError`` for negative extents, and for arrays that no memory holds.
func checkedCount(_ extents: [Int]) throws(OperationError) -> Int {
    let count = try SparseShape.size(extents)
    guard count <= 1 << 34 else { throw OperationError("an array of the shape \(extents) is too large") }
    return count
}

extension Shape {
    /// A shape of known rank from numbers that inputs or attributes state, `nil` standing for an unknown dimension.
    ///
    /// - Throws: ``OperationError`` for a negative extent.
    init(checking dimensions: [Int?]) throws(OperationError) {
        for extent in dimensions where extent ?? 0 < 0 { throw OperationError("\(extent ?? 0) is no extent") }
        self.init(dimensions)
    }
}
