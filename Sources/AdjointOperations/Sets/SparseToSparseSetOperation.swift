public import AdjointCore

/// Differences, intersections or unions of the sets in the last dimension of two sparse tensors, as a sparse tensor. TF: `SparseToSparseSetOperation`.
///
/// Integers of up to 64 bits or strings; the other dimensions must be equal.
public struct SparseToSparseSetOperation: SetOperation {
    public static let type = "SparseToSparseSetOperation"
    static let areSparse = [true, true]
    public static let signature = OperationSignature.sets(areSparse: areSparse)
    public static let attributes: [AttributeKey<SparseToSparseSetOperation>] = setAttributes

    /// What becomes of the sets.
    public var combination = SetCombination.union
    /// Whether indices must be in order.
    public var validatesIndices = true

    public init() {}
}
