public import AdjointCore

/// Differences, intersections or unions of the sets in the last dimension of a tensor and a sparse one, as a sparse tensor. TF: `DenseToSparseSetOperation`.
///
/// Integers of up to 64 bits or strings; the other dimensions must be equal.
public struct DenseToSparseSetOperation: SetOperation {
    public static let type = "DenseToSparseSetOperation"
    static let areSparse = [false, true]
    public static let signature = OperationSignature.sets(areSparse: areSparse)
    public static let attributes: [AttributeKey<DenseToSparseSetOperation>] = setAttributes

    /// What becomes of the sets.
    public var combination = SetCombination.union
    /// Whether indices must be in order.
    public var validatesIndices = true

    public init() {}
}
