public import AdjointCore

/// Strings without the spaces around them. TF: `StringStrip`.
public struct StringStrip: StringMapping {
    public static let type = "StringStrip"
    public static let signature = OperationSignature.stringMapping

    public init() {}

    func map(_ bytes: [UInt8]) throws -> [UInt8] {
        trimmed(bytes)
    }
}
