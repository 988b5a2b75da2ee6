/// A JSON value. Source: RFC 8259.
enum JSON: Hashable {
    case null
    case bool(Bool)
    /// A number as it is written: not every integer survives as a floating-point number.
    case number(String)
    case string(String)
    case array([JSON])
    /// The members in the order in which they are written.
    case object([Member])

    /// A member of an object.
    struct Member: Hashable {
        var name: String
        var value: JSON
    }

    /// The value as a whole number that is at least 0; nil where it is none, or does not fit.
    var size: Int? {
        guard case .number(let digits) = self, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return Int(digits)
    }

    /// Reads a text that is one value.
    ///
    /// - Throws: `FormatError`: `malformed`, also where an object has two members of one name, or `limitExceeded` where
    ///   values are nested more than 64 deep.
    init(_ text: Bytes, format: String) throws {
        var parser = JSONParser(text, format: format)
        self = try parser.parse()
    }

    /// A string as JSON writes it.
    static func quoted(_ string: String) -> String {
        var text = "\""
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
        return text + "\""
    }
}

private struct JSONParser {
    private static let maximumDepth = 64

    private let text: Bytes
    private let format: String
    private var offset = 0

    init(_ text: Bytes, format: String) {
        self.text = text
        self.format = format
    }

    mutating func parse() throws -> JSON {
        let value = try value(depth: 0)
        skipSpace()
        guard offset == text.count else { throw fault("something follows the value") }
        return value
    }

    private mutating func value(depth: Int) throws -> JSON {
        guard depth <= Self.maximumDepth else {
            throw FormatError(.limitExceeded, format: format, "values are nested too deep", offset: offset)
        }
        skipSpace()
        switch peek() {
        case UInt8(ascii: "{"): return .object(try members(depth: depth))
        case UInt8(ascii: "["): return .array(try elements(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func members(depth: Int) throws -> [JSON.Member] {
        var members: [JSON.Member] = []
        var names: Set<String> = []
        offset += 1
        skipSpace()
        if take("}") { return members }
        repeat {
            skipSpace()
            let name = try string()
            guard names.insert(name).inserted else { throw fault("two members are named '\(name)'") }
            skipSpace()
            guard take(":") else { throw fault("':' should stand here") }
            members.append(JSON.Member(name: name, value: try value(depth: depth + 1)))
            skipSpace()
        } while take(",")
        guard take("}") else { throw fault("an object does not end") }
        return members
    }

    private mutating func elements(depth: Int) throws -> [JSON] {
        var elements: [JSON] = []
        offset += 1
        skipSpace()
        if take("]") { return elements }
        repeat {
            elements.append(try value(depth: depth + 1))
            skipSpace()
        } while take(",")
        guard take("]") else { throw fault("an array does not end") }
        return elements
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws -> JSON {
        let length = word.utf8CodeUnitCount
        guard let found = text.slice(offset..<min(text.count, offset + length)),
            String(decoding: found, as: UTF8.self) == "\(word)"
        else { throw fault("no value begins like this") }
        offset += length
        return value
    }

    /// A number: an optional minus, digits without a leading zero, an optional fraction, an optional exponent.
    private mutating func number() throws -> String {
        let start = offset
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
        return String(decoding: text[start..<offset], as: UTF8.self)
    }

    private mutating func digits() throws {
        let start = offset
        while let byte = peek(), 0x30...0x39 ~= byte { offset += 1 }
        guard offset > start else { throw fault("a digit should stand here") }
    }

    private mutating func string() throws -> String {
        guard take("\"") else { throw fault("a string should stand here") }
        var bytes: [UInt8] = []
        while let byte = peek(), byte != UInt8(ascii: "\"") {
            offset += 1
            guard byte >= 0x20 else { throw fault("a control character stands in a string") }
            if byte == UInt8(ascii: "\\") { try bytes += escape() } else { bytes.append(byte) }
        }
        guard take("\"") else { throw fault("a string does not end") }
        guard let string = String(validating: bytes, as: UTF8.self) else { throw fault("a string is not UTF-8") }
        return string
    }

    /// What an escape stands for, in UTF-8; the backslash has been read.
    private mutating func escape() throws -> [UInt8] {
        guard let byte = peek() else { throw fault("a string does not end") }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0c]
        case UInt8(ascii: "n"): return [0x0a]
        case UInt8(ascii: "r"): return [0x0d]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            var units = [try unit()]
            // Characters beyond four digits are written as two halves.
            if UTF16.isLeadSurrogate(units[0]), take("\\"), take("u") { units.append(try unit()) }
            guard let string = String(validating: units, as: UTF16.self) else { throw fault("half a character") }
            return Array(string.utf8)
        default: throw fault("no escape begins like this")
        }
    }

    private mutating func unit() throws -> UInt16 {
        guard let digits = text.slice(offset..<offset + 4),
            digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw fault("four digits should stand here") }
        offset += 4
        return unit
    }

    private mutating func skipSpace() {
        while let byte = peek(), [0x20, 0x09, 0x0a, 0x0d].contains(byte) { offset += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private func peek() -> UInt8? { offset < text.count ? text[offset] : nil }

    private func fault(_ detail: String) -> FormatError {
        FormatError(.malformed, format: format, "in the JSON text: \(detail)", offset: offset)
    }
}
