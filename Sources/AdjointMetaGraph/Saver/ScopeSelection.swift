import AdjointOperations

/// The variables that a scope pattern selects.
struct ScopeSelection {
    var variables: [Variable] = []
    var warnings: [String] = []

    /// Selects the variables whose names begin with a match.
    ///
    /// A pattern such as `D` matches `D/kernel`, and `D_pre/kernel` too. Where some names go on with another part after the
    /// match, and others go on within the same part, that is likely not meant, and there is a warning.
    init<Output>(_ pattern: Regex<Output>, text: String?, of candidates: [Variable]) {
        var siblings: [String] = []
        var hasWhole = false
        for variable in candidates {
            // TensorFlow matches against the tensor's name, so that a pattern may name the output too.
            let name = variable.name + ":0"
            guard let match = try? pattern.prefixMatch(in: name) else { continue }
            variables.append(variable)
            let end = match.range.upperBound
            if end == name.endIndex || end > name.startIndex && name[name.index(before: end)] == "/"
                || "/:".contains(name[end])
            {
                hasWhole = true
            } else {
                siblings.append(variable.name)
            }
        }
        guard hasWhole, let sibling = siblings.first else { return }
        let scope = text.map { "the scope '\($0)'" } ?? "the scope"
        warnings.append(
            "\(scope) also catches '\(sibling)'"
                + (siblings.count > 1 ? " and \(siblings.count - 1) more" : "")
                + "; end the pattern with a slash to leave "
                + (siblings.count > 1 ? "them" : "it") + " out")
    }
}

/// A regular expression and what a match of it becomes: how names in a graph turn into names in a checkpoint.
///
/// `NameReplacement("student/hidden(\\d)", with: "teacher/layer$1")` turns `student/hidden3/kernel` into
/// `teacher/layer3/kernel`.
public struct NameReplacement: Sendable {
    private let pattern: String
    private let template: String

    /// Replaces the first match of `pattern` in each name.
    ///
    /// - Parameters:
    ///   - pattern: A regular expression.
    ///   - template: What stands in the match's place; `$1` stands for what its first group matched, `$0` for all of it,
    ///     `$$` for `$`.
    /// - Throws: what `Regex` throws for a malformed pattern.
    public init(_ pattern: String, with template: String) throws {
        _ = try Regex(pattern)
        self.pattern = pattern
        self.template = template
    }

    /// The name with the first match replaced; the name itself where nothing matches.
    public func replaced(_ name: String) -> String {
        guard let match = try? Regex(pattern).firstMatch(in: name) else { return name }
        var replacement = ""
        var rest = template[...]
        while let character = rest.popFirst() {
            guard character == "$" else {
                replacement.append(character)
                continue
            }
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            if rest.first == "$" {
                rest.removeFirst()
                replacement.append("$")
            } else if let group = Int(digits), group < match.output.count {
                rest = rest.dropFirst(digits.count)
                replacement += match.output[group].substring ?? ""
            } else {
                replacement.append("$")
            }
        }
        return name.replacingCharacters(in: match.range, with: replacement)
    }
}

extension String {
    /// The string with one range replaced.
    fileprivate func replacingCharacters(in range: Range<Index>, with replacement: String) -> String {
        self[..<range.lowerBound] + replacement + self[range.upperBound...]
    }
}
