/// A JSON value to print. Source: RFC 8259.
enum JSONValue {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case array([JSONValue])
    /// Members in the order they are printed.
    case object([(name: String, value: JSONValue)])

    /// A value or, for `nil`, null.
    init(_ string: String?) { self = string.map(JSONValue.string) ?? .null }

    /// A shape: an array of sizes with null for unknown ones, or null if not even the rank is known.
    init(shape: [Int?]?) {
        self = shape.map { .array($0.map { $0.map(JSONValue.int) ?? .null }) } ?? .null
    }

    /// The value on one line.
    var text: String {
        var text = ""
        write(to: &text)
        return text
    }

    // Values are nested as deep as this program nests them, which bounds the recursion.
    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .int(let value): text += String(value)
        // JSON has no numbers for these; strings say what they are.
        case .double(let value) where !value.isFinite:
            text += value.isNaN ? "\"nan\"" : value < 0 ? "\"-inf\"" : "\"inf\""
        case .double(let value): text += "\(value)"
        case .string(let value): Self.write(value, to: &text)
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += ", " }
                value.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += ", " }
                Self.write(member.name, to: &text)
                text += ": "
                member.value.write(to: &text)
            }
            text += "}"
        }
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\r": text += "\\r"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
