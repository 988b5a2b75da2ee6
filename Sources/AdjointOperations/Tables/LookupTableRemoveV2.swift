public import AdjointCore

/// Takes entries of a table away. TF: `LookupTableRemoveV2`.
public struct LookupTableRemoveV2: TableWritingOperation {
    public static let type = "LookupTableRemoveV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("table_handle", .resource), .tensor("keys", "Tin")], outputs: [])

    public init() {}

    static func write(_ table: LookupTable, _ keys: [TableElement], _ values: [[TableElement]]) throws {
        try table.checkMutable()
        table.remove(keys)
    }
}
