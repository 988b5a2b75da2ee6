public import AdjointCore

/// Adds entries to a table, or replaces them. TF: `LookupTableInsertV2`.
public struct LookupTableInsertV2: TableWritingOperation {
    public static let type = "LookupTableInsertV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("table_handle", .resource), .tensor("keys", "Tin"), .tensor("values", "Tout")], outputs: [])

    public init() {}

    static func write(_ table: LookupTable, _ keys: [TableElement], _ values: [[TableElement]]) throws {
        try table.checkMutable()
        table.insert(keys, values)
    }
}
