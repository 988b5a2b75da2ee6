import AdjointCore
import AdjointKernels

/// Shapes of sparse tensors, which nothing limits to what memory holds.
enum SparseShape {
    /// The number of elements.
    ///
    /// - Throws: ``OperationError`` for negative extents, and where there are too many elements, as if zeros were ones: so
    ///   strides fit an `Int` too.
    static func size(_ shape: [Int]) throws(OperationError) -> Int {
        guard let size = checkedProduct(shape) else { throw OperationError("\(shape) is no shape") }
        return size
    }
}
