public import AdjointCore

/// Strings in capital letters. TF: `StringUpper`.
public struct StringUpper: StringMapping {
    public static let type = "StringUpper"
    public static let signature = OperationSignature.stringMapping
    public static let attributes: [AttributeKey<StringUpper>] = [.string("encoding", \.encoding)]

    /// `utf-8`, or nothing: then only ASCII letters change.
    public var encoding = ""

    public init() {}

    func map(_ bytes: [UInt8]) throws -> [UInt8] {
        guard encoding.isEmpty else { return Array(String(decoding: bytes, as: UTF8.self).uppercased().utf8) }
        return bytes.map { (97...122).contains($0) ? $0 - 32 : $0 }
    }
}
