import AdjointCore

/// A table whose entries can be changed, whose handle is a reference to strings. TF: `MutableDenseHashTable`.
///
/// empty_key: a key that stands for none in TensorFlow. What came after it, ``MutableDenseHashTableV2``, has one more.
struct MutableDenseHashTable: OlderHandledOperation {
    static let type = "MutableDenseHashTable"
    static let isReference = true
    static let signature = OperationSignature(
        inputs: [.tensor("empty_key", "key_dtype")], outputs: [.tensor("table_handle", .string, isReference: true)])

    var current = MutableDenseHashTableV2()

    init() {}
}
