public import AdjointCore

/// Differences, intersections or unions of the sets in the last dimension of two tensors, as a sparse tensor. TF: `DenseToDenseSetOperation`.
///
/// Integers of up to 64 bits or strings; the other dimensions must be equal.
public struct DenseToDenseSetOperation: SetOperation {
    public static let type = "DenseToDenseSetOperation"
    static let areSparse = [false, false]
    public static let signature = OperationSignature.sets(areSparse: areSparse)
    public static let attributes: [AttributeKey<DenseToDenseSetOperation>] = setAttributes

    /// What becomes of the sets.
    public var combination = SetCombination.union
    /// Whether indices must be in order.
    public var validatesIndices = true

    public init() {}
}
