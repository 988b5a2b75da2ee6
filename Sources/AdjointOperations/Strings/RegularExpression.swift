import AdjointCore

/// A regular expression, and what matches of it are replaced with.
struct RegularExpression {
    private let regex: Regex<AnyRegexOutput>

    /// - Throws: ``OperationError`` if the pattern is none.
    init(_ pattern: String) throws {
        do {
            regex = try Regex(pattern)
        } catch {
            throw OperationError("'\(pattern)' is not a regular expression: \(error)")
        }
    }

    /// Whether it matches a string as a whole.
    func matches(_ text: String) throws -> Bool { try regex.wholeMatch(in: text) != nil }

    /// The text with matches replaced; in `rewrite`, `\1` stands for the first group, `\0` for the match.
    func replacing(_ text: String, with rewrite: String, all: Bool) throws -> String {
        var parts: [Substring] = []
        var position = text.startIndex
        for match in text.matches(of: regex).prefix(all ? .max : 1) {
            parts.append(text[position..<match.range.lowerBound])
            var isEscaped = false
            for character in rewrite {
                if isEscaped, let group = character.wholeNumberValue {
                    guard group < match.output.count else {
                        throw OperationError("'\(rewrite)' names group \(group), which the expression has not")
                    }
                    parts.append(match.output[group].substring ?? "")
                } else if isEscaped || character != "\\" {
                    parts.append(Substring(String(character)))
                }
                isEscaped = character == "\\" && !isEscaped
            }
            position = match.range.upperBound
        }
        return parts.joined() + text[position...]
    }
}
