/// The arguments of a command, taken apart into options and what stands for itself.
struct ArgumentList {
    /// The values of each option, in the order given; an empty string for one without a value.
    private var values: [String: [String]] = [:]
    /// Arguments that are no options.
    private(set) var operands: [String] = []

    /// Takes the arguments apart.
    ///
    /// - Parameters:
    ///   - options: The options that take a value, and in words what it must be.
    ///   - flags: The options that take none.
    /// - Throws: ``UsageError`` for an unknown option, and for one whose value is missing or not asked for.
    init(_ arguments: ArraySlice<String>, options: [String: String], flags: Set<String>) throws(UsageError) {
        var rest = arguments
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("-"), argument != "-" else {
                operands.append(argument)
                continue
            }
            if argument == "--" {
                operands += rest
                break
            }
            var name = argument
            var attached: String?
            if argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") {
                name = String(argument[..<equals])
                attached = String(argument[argument.index(after: equals)...])
            }
            if flags.contains(name) {
                guard attached == nil else { throw UsageError("\(name) takes no value") }
                values[name, default: []].append("")
            } else if let expectation = options[name] {
                guard let value = attached ?? rest.popFirst() else {
                    throw UsageError("\(name) needs a value: \(expectation)")
                }
                values[name, default: []].append(value)
            } else {
                throw UsageError("there is no option '\(name)'")
            }
        }
    }

    /// Whether a flag is there.
    func has(_ flag: String) -> Bool { values[flag] != nil }

    /// All values of an option.
    func all(_ option: String) -> [String] { values[option] ?? [] }

    /// The value of an option that may be given once.
    ///
    /// - Throws: ``UsageError`` if it is given twice.
    func one(_ option: String) throws(UsageError) -> String? {
        let values = all(option)
        guard values.count < 2 else { throw UsageError("\(option) is given twice") }
        return values.first
    }

    /// The operands, which must be as many as `names`.
    ///
    /// - Throws: ``UsageError`` for one that is missing or too many.
    func operands(_ names: String...) throws(UsageError) -> [String] {
        guard operands.count >= names.count else { throw UsageError("\(names[operands.count]) is missing") }
        guard operands.count == names.count else {
            throw UsageError("unexpected argument '\(operands[names.count])'")
        }
        return operands
    }
}
