/// Reads messages in protocol buffers' text format: flat ones field by field, nested ones as a tree.
struct TextFormatReader {
    /// A field's value.
    enum Value {
        /// A quoted string, unescaped.
        case string([UInt8])
        /// Anything without quotes.
        case word(String)
    }

    private let bytes: Bytes
    private let format: String
    private var offset = 0
    /// The comments read so far, each from its `#` to the end of the line.
    private(set) var comments: [String] = []

    init(_ bytes: Bytes, format: String) {
        self.bytes = bytes
        self.format = format
    }

    /// The next field; nil at the end.
    ///
    /// - Throws: `FormatError`: `malformed`.
    mutating func nextField() throws -> (name: String, value: Value)? {
        skipSpace()
        guard offset < bytes.count else { return nil }
        let name = word()
        guard !name.isEmpty else { throw fault("a field's name should stand here") }
        skipSpace()
        guard take(":") else { throw fault("':' should follow a field's name") }
        skipSpace()
        let value = try self.value()
        skipSpace()
        while take(";") || take(",") { skipSpace() }
        return (name, value)
    }

    /// The text of a value.
    func string(_ value: Value) throws -> String {
        guard case .string(let bytes) = value, let string = String(validating: bytes, as: UTF8.self) else {
            throw fault("a field that holds text has another value")
        }
        return string
    }

    /// The number that a value is.
    func number(_ value: Value) throws -> Double {
        guard case .word(let word) = value, let number = Double(word) else {
            throw fault("a field that holds a number has another value")
        }
        return number
    }

    private mutating func value() throws -> Value {
        guard let first = peek(), Self.quotes.contains(first) else {
            let word = word()
            guard !word.isEmpty else { throw fault("a value should stand here") }
            return .word(word)
        }
        var string: [UInt8] = []
        while let quote = peek(), Self.quotes.contains(quote) {  // strings that follow each other are one
            offset += 1
            while let byte = peek(), byte != quote {
                offset += 1
                string.append(byte == UInt8(ascii: "\\") ? try escape() : byte)
            }
            guard peek() == quote else { throw fault("a string does not end") }
            offset += 1
            skipSpace()
        }
        return .string(string)
    }

    /// The byte that an escape stands for; the backslash has been read.
    private mutating func escape() throws -> UInt8 {
        guard let byte = peek() else { throw fault("a string does not end") }
        offset += 1
        switch byte {
        case UInt8(ascii: "n"): return UInt8(ascii: "\n")
        case UInt8(ascii: "r"): return UInt8(ascii: "\r")
        case UInt8(ascii: "t"): return UInt8(ascii: "\t")
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "?"): return byte
        case UInt8(ascii: "x"): return try digits(radix: 16, atMost: 2)
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            offset -= 1
            return try digits(radix: 8, atMost: 3)
        default: throw fault("no escape begins like this")
        }
    }

    private mutating func digits(radix: Int, atMost count: Int) throws -> UInt8 {
        let end = bytes[offset..<min(bytes.count, offset + count)].firstIndex {
            Int(String(decoding: [$0], as: UTF8.self), radix: radix) == nil
        }
        let length = end ?? min(count, bytes.count - offset)
        let text = String(decoding: bytes[offset..<offset + length], as: UTF8.self)
        guard let value = UInt8(text, radix: radix) else { throw fault("an escape stands for no byte") }
        offset += length
        return value
    }

    private mutating func word() -> String {
        let start = offset
        while let byte = peek(), !Self.delimiters.contains(byte) { offset += 1 }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func skipSpace() {
        while let byte = peek() {
            if byte == UInt8(ascii: "#") {
                let start = offset
                while let byte = peek(), byte != UInt8(ascii: "\n") { offset += 1 }
                comments.append(String(decoding: bytes[start..<offset], as: UTF8.self))
            } else if Self.space.contains(byte) {
                offset += 1
            } else {
                return
            }
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private func peek() -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private func fault(_ detail: String) -> FormatError {
        FormatError(.malformed, format: format, detail, offset: offset)
    }

    private static let quotes = Set("\"'".utf8)
    private static let space = Set(" \t\r\n".utf8)
    private static let delimiters = space.union(":;,#\"'{}<>[]".utf8)

    /// A field of a message that may be nested.
    struct Field {
        /// The field's name.
        let name: String
        /// What it holds.
        let content: Content
        /// Where it stands.
        let offset: Int

        enum Content {
            case scalar(Value)
            case message([Field])
        }
    }

    /// All fields up to the end of the text.
    ///
    /// - Throws: `FormatError`: `malformed`, or `limitExceeded` where messages are nested too deep.
    mutating func fields() throws -> [Field] {
        let fields = try fields(depth: 0, end: nil)
        guard peek() == nil else { throw fault("a message ends that did not begin") }
        return fields
    }

    /// The fields of one message, up to the character that ends it. The depth bounds the recursion.
    private mutating func fields(depth: Int, end: Unicode.Scalar?) throws -> [Field] {
        guard depth <= ProtobufReader.maximumDepth else {
            throw FormatError(.limitExceeded, format: format, "messages are nested too deep", offset: offset)
        }
        var fields: [Field] = []
        while true {
            skipSpace()
            if let end, take(end) { return fields }
            guard peek() != nil else {
                guard end == nil else { throw fault("a message does not end") }
                return fields
            }
            let (start, name) = (offset, word())
            guard !name.isEmpty else { throw fault("a field's name should stand here") }
            skipSpace()
            let hasColon = take(":")
            skipSpace()
            if take("[") {
                skipSpace()
                while !take("]") {
                    fields.append(
                        Field(name: name, content: try content(depth: depth, isScalar: hasColon), offset: start))
                    skipSpace()
                    _ = take(",")
                    skipSpace()
                }
            } else {
                fields.append(Field(name: name, content: try content(depth: depth, isScalar: hasColon), offset: start))
            }
            skipSpace()
            while take(";") || take(",") { skipSpace() }
        }
    }

    private mutating func content(depth: Int, isScalar: Bool) throws -> Field.Content {
        if take("{") { return .message(try fields(depth: depth + 1, end: "}")) }
        if take("<") { return .message(try fields(depth: depth + 1, end: ">")) }
        guard isScalar else { throw fault("':' should follow a field's name") }
        return .scalar(try value())
    }
}
