/// An option that takes a value; the raw value is its name.
protocol CommandLineOption: RawRepresentable<String> {
    /// What its value must be, for messages.
    var expectation: String { get }
}

extension CommandLineOption {
    /// Goes through arguments: options with their values, as `--name value` or `--name=value`, and flags, which have none.
    ///
    /// - Parameters:
    ///   - flag: Takes a flag; returns whether there is one of that name.
    ///   - set: Takes an option with its value; returns whether the value is one it can have.
    /// - Throws: ``UsageError`` for the first argument that is wrong.
    static func parse(
        _ arguments: [String], flag: (String) -> Bool, set: (Self, String) -> Bool
    ) throws(UsageError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            var name = argument
            var attached: String?
            if argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") {
                name = String(argument[..<equals])
                attached = String(argument[argument.index(after: equals)...])
            }
            if flag(name) {
                guard attached == nil else { throw UsageError("\(name) takes no value") }
                continue
            }
            guard let option = Self(rawValue: name) else {
                throw UsageError(name.hasPrefix("-") ? "there is no option '\(name)'" : "unexpected argument '\(name)'")
            }
            guard let value = attached ?? rest.popFirst() else {
                throw UsageError("\(name) needs a value: \(option.expectation)")
            }
            guard set(option, value) else {
                throw UsageError("\(name) takes \(option.expectation), not '\(value)'")
            }
        }
    }
}

/// An argument that is wrong, in one line.
struct UsageError: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
