public import AdjointCore

/// Strings taken apart at any of some bytes, as a sparse matrix. TF: `StringSplit`.
///
/// input: a vector; delimiter: a scalar, each of whose bytes separates; without any, every byte stands alone.
public struct StringSplit: StringSplitting {
    public static let type = "StringSplit"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", .string), .tensor("delimiter", .string)],
        outputs: [.tensor("indices", .int64), .tensor("values", .string), .tensor("shape", .int64)])
    public static let attributes: [AttributeKey<StringSplit>] = [.bool("skip_empty", \.skipsEmpty)]

    /// Whether empty parts are left out.
    public var skipsEmpty = true

    public init() {}

    func parts(of bytes: [UInt8], separator: [UInt8]) -> [ArraySlice<UInt8>] {
        guard !separator.isEmpty else { return bytes.indices.map { bytes[$0...$0] } }
        // Of an empty string there are no parts, not even an empty one.
        guard !bytes.isEmpty else { return [] }
        return bytes.split(omittingEmptySubsequences: skipsEmpty) { separator.contains($0) }
    }
}
