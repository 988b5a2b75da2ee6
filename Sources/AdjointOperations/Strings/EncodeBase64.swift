public import AdjointCore

/// Strings as base64 text with the alphabet for addresses. TF: `EncodeBase64`.
public struct EncodeBase64: StringMapping {
    public static let type = "EncodeBase64"
    public static let signature = OperationSignature.stringMapping
    public static let attributes: [AttributeKey<EncodeBase64>] = [.bool("pad", \.isPadded)]

    /// Whether texts are filled up with `=` to multiples of four characters.
    public var isPadded = false

    public init() {}

    func map(_ bytes: [UInt8]) throws -> [UInt8] { Base64.encode(bytes, isPadded: isPadded) }
}
