public import AdjointCore

/// The strings that base64 texts stand for, with the alphabet for addresses, padded or not. TF: `DecodeBase64`.
///
/// What is no such text is an error of the run.
public struct DecodeBase64: StringMapping {
    public static let type = "DecodeBase64"
    public static let signature = OperationSignature.stringMapping

    public init() {}

    func map(_ bytes: [UInt8]) throws -> [UInt8] { try Base64.decode(bytes) }
}
