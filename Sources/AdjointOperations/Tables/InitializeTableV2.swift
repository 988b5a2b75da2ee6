public import AdjointCore

/// Sets the entries of a table. TF: `InitializeTableV2`.
public struct InitializeTableV2: TableWritingOperation {
    public static let type = "InitializeTableV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("table_handle", .resource), .tensor("keys", "Tkey"), .tensor("values", "Tval")], outputs: [])

    public init() {}

    static func write(_ table: LookupTable, _ keys: [TableElement], _ values: [[TableElement]]) throws {
        try table.initialize(keys, values)
    }
}
