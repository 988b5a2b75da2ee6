public import AdjointCore

/// Strings in small letters. TF: `StringLower`.
public struct StringLower: StringMapping {
    public static let type = "StringLower"
    public static let signature = OperationSignature.stringMapping
    public static let attributes: [AttributeKey<StringLower>] = [.string("encoding", \.encoding)]

    /// `utf-8`, or nothing: then only ASCII letters change.
    public var encoding = ""

    public init() {}

    func map(_ bytes: [UInt8]) throws -> [UInt8] {
        guard encoding.isEmpty else { return Array(String(decoding: bytes, as: UTF8.self).lowercased().utf8) }
        return bytes.map { (65...90).contains($0) ? $0 + 32 : $0 }
    }
}
