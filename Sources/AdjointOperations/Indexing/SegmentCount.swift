import AdjointCore

/// The number of segments that ids in ascending order tell of: one for each number up to the last.
///
/// - Throws: ``OperationError`` for ids that are negative or descend.
func segmentCount(_ ids: [Int]) throws(OperationError) -> Int {
    var last = 0
    for (row, id) in ids.enumerated() {
        guard id >= last else {
            throw OperationError("segment ids must ascend from 0 or more; that of row \(row) is \(id) after \(last)")
        }
        last = id
    }
    return ids.isEmpty ? 0 : last + 1
}
