public import AdjointCore

/// Strings taken apart at a separator, as a sparse matrix. TF: `StringSplitV2`.
///
/// input: a vector; sep: a scalar; if it is empty, any number of spaces separates.
public struct StringSplitV2: StringSplitting {
    public static let type = "StringSplitV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", .string), .tensor("sep", .string)],
        outputs: [.tensor("indices", .int64), .tensor("values", .string), .tensor("shape", .int64)])
    public static let attributes: [AttributeKey<StringSplitV2>] = [.int("maxsplit", \.limit)]

    /// How often a string is split at most; -1 for any number.
    public var limit = -1

    public init() {}

    func parts(of bytes: [UInt8], separator: [UInt8]) -> [ArraySlice<UInt8>] {
        var (parts, rest): ([ArraySlice<UInt8>], ArraySlice<UInt8>) = ([], bytes[...])
        if separator.isEmpty {
            rest = rest.drop(while: isSpace)
            while !rest.isEmpty {
                let part = rest.prefix { !isSpace($0) }
                parts.append(part)
                rest = rest[part.endIndex...].drop(while: isSpace)
                // What is left is a part even where it is nothing.
                if limit > 0, parts.count == limit { return parts + [rest] }
            }
            return parts
        }
        while let place = rest.firstRange(of: separator) {
            parts.append(rest[..<place.lowerBound])
            rest = rest[place.upperBound...]
            if limit > 0, parts.count == limit { break }
        }
        return parts + [rest]
    }
}
