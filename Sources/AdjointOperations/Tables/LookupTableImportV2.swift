public import AdjointCore

/// Replaces all entries of a table. TF: `LookupTableImportV2`.
public struct LookupTableImportV2: TableWritingOperation {
    public static let type = "LookupTableImportV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("table_handle", .resource), .tensor("keys", "Tin"), .tensor("values", "Tout")], outputs: [])

    public init() {}

    static func write(_ table: LookupTable, _ keys: [TableElement], _ values: [[TableElement]]) throws {
        guard table.isMutable else { return try table.initialize(keys, values) }
        table.removeAll()
        table.insert(keys, values)
    }
}
