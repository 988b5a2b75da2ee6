public import AdjointCore

/// Strings with the matches of a regular expression replaced. TF: `StaticRegexReplace`.
public struct StaticRegexReplace: StringMapping {
    public static let type = "StaticRegexReplace"
    public static let signature = OperationSignature.stringMapping
    public static let attributes: [AttributeKey<StaticRegexReplace>] = [
        .string("pattern", \.pattern), .string("rewrite", \.rewrite), .bool("replace_global", \.replacesAll),
    ]

    /// The regular expression.
    public var pattern = ""
    /// What takes the place of a match; `\1` stands for its first group.
    public var rewrite = ""
    /// Whether all matches are replaced, or only the first.
    public var replacesAll = true

    public init() {}

    func map(_ bytes: [UInt8]) throws -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        return Array(try RegularExpression(pattern).replacing(text, with: rewrite, all: replacesAll).utf8)
    }
}
