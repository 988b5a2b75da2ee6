/// A type of field that is no message.
///
/// The Swift type stands for one protocol-buffer type: `Int32` for `int32`, `Int64` for `int64`, `Bytes` for `bytes`, a
/// ``ProtobufEnumeration`` for an enum, and so on.
public protocol ProtobufScalar: Hashable, Sendable {
    /// The default: zero, false, empty.
    init()
    /// Reads a value; nil where it has another wire type.
    ///
    /// - Throws: ``FormatError`` where no value of this type has these bytes.
    init?(_ value: ProtobufReader.Value) throws
    /// Whether it is the value that absence stands for.
    var isDefault: Bool { get }
    /// The number of its wire type.
    static var wireType: Int { get }
    /// Appends the value without a tag.
    func write(to writer: inout ProtobufWriter)
    /// Appends values that follow each other without tags.
    static func unpack(_ bytes: Bytes, onto values: inout [Self]) throws
    /// The value as the text format shows it.
    var textFormat: String { get }
}

extension ProtobufScalar {
    public var isDefault: Bool { self == Self() }

    /// Whether a repeated field stores its values without tags.
    static var isPackable: Bool { wireType != 2 }

    /// Appends values that follow each other without tags. O(`bytes.count`).
    ///
    /// - Throws: ``FormatError``: `truncated` or `malformed`.
    public static func unpack(_ bytes: Bytes, onto values: inout [Self]) throws {
        var reader = ProtobufReader(bytes)
        while !reader.isAtEnd {
            let value: ProtobufReader.Value =
                switch wireType {
                case 0: .varint(try reader.varint())
                case 1: .fixed64(try reader.fixed(UInt64.self))
                default: .fixed32(try reader.fixed(UInt32.self))
                }
            if let value = try Self(value) { values.append(value) }
        }
    }
}

extension ProtobufScalar where Self: CustomStringConvertible {
    public var textFormat: String { description }
}

// Numbers of variable length.

/// A type stored as a number of variable length.
public protocol ProtobufVarint: ProtobufScalar {
    /// The value stored as `varint`.
    init(varint: UInt64)
    /// What the value is stored as.
    var varint: UInt64 { get }
}

extension ProtobufVarint {
    public static var wireType: Int { 0 }

    public init?(_ value: ProtobufReader.Value) {
        guard case .varint(let varint) = value else { return nil }
        self.init(varint: varint)
    }

    public func write(to writer: inout ProtobufWriter) { writer.varint(varint) }
}

extension ProtobufVarint where Self: BinaryInteger {
    // Negative numbers are extended to 64 bits, and what does not fit is cut off, as in Google's own readers.
    public init(varint: UInt64) { self.init(truncatingIfNeeded: varint) }
    public var varint: UInt64 { UInt64(truncatingIfNeeded: self) }
}

extension Int32: ProtobufVarint {}
extension Int64: ProtobufVarint {}
extension UInt32: ProtobufVarint {}
extension UInt64: ProtobufVarint {}

extension Bool: ProtobufVarint {
    public init(varint: UInt64) { self = varint != 0 }
    public var varint: UInt64 { self ? 1 : 0 }
}

/// An enum as protocol buffers know it: a number, of which some values have names.
public protocol ProtobufEnumeration: ProtobufScalar, RawRepresentable<Int32>, CustomStringConvertible {
    /// The value with this number, whether it has a name or not.
    init(rawValue: Int32)
    /// The names of the numbers that have one.
    static var names: [Int32: String] { get }
}

extension ProtobufEnumeration {
    /// The value numbered 0.
    public init() { self.init(rawValue: 0) }

    public static var wireType: Int { 0 }

    public init?(_ value: ProtobufReader.Value) {
        guard case .varint(let varint) = value else { return nil }
        self.init(rawValue: Int32(truncatingIfNeeded: varint))
    }

    public func write(to writer: inout ProtobufWriter) { rawValue.write(to: &writer) }

    public var textFormat: String { Self.names[rawValue] ?? String(rawValue) }

    /// The value's name, or its number where it has none.
    public var description: String { textFormat }
}

// Numbers of fixed length.

extension Float: ProtobufScalar {
    public static var wireType: Int { 5 }

    public init?(_ value: ProtobufReader.Value) {
        guard case .fixed32(let bits) = value else { return nil }
        self.init(bitPattern: bits)
    }

    public func write(to writer: inout ProtobufWriter) { writer.fixed(bitPattern) }
    /// Whether it is positive zero: negative zero equals that, but is another value.
    public var isDefault: Bool { bitPattern == 0 }
}

extension Double: ProtobufScalar {
    public static var wireType: Int { 1 }

    public init?(_ value: ProtobufReader.Value) {
        guard case .fixed64(let bits) = value else { return nil }
        self.init(bitPattern: bits)
    }

    public func write(to writer: inout ProtobufWriter) { writer.fixed(bitPattern) }
    /// Whether it is positive zero: negative zero equals that, but is another value.
    public var isDefault: Bool { bitPattern == 0 }
}

/// An unsigned number that is always stored in four bytes.
public struct ProtobufFixed32: ProtobufScalar {
    /// The number.
    public var value: UInt32

    /// Wraps a number.
    public init(_ value: UInt32) { self.value = value }
    /// Zero.
    public init() { value = 0 }
    public static var wireType: Int { 5 }

    public init?(_ value: ProtobufReader.Value) {
        guard case .fixed32(let bits) = value else { return nil }
        self.init(bits)
    }

    public func write(to writer: inout ProtobufWriter) { writer.fixed(value) }
    public var textFormat: String { value.description }
}

/// A number stored in eight bytes: the type `fixed64`.
public struct ProtobufFixed64: ProtobufScalar {
    /// The number.
    public var value: UInt64

    /// Wraps a number.
    public init(_ value: UInt64) { self.value = value }
    /// Zero.
    public init() { value = 0 }
    public static var wireType: Int { 1 }

    public init?(_ value: ProtobufReader.Value) {
        guard case .fixed64(let bits) = value else { return nil }
        self.init(bits)
    }

    public func write(to writer: inout ProtobufWriter) { writer.fixed(value) }
    public var textFormat: String { value.description }
}

// Runs of bytes.

extension Bytes: ProtobufScalar {
    public static var wireType: Int { 2 }

    public init?(_ value: ProtobufReader.Value) {
        guard case .bytes(let bytes) = value else { return nil }
        self = bytes
    }

    public func write(to writer: inout ProtobufWriter) { withUnsafeBytes { writer.lengthDelimited($0) } }

    /// Quoted; what is not printable ASCII as octal escapes.
    public var textFormat: String {
        var text = "\""
        for byte in self {
            switch byte {
            case UInt8(ascii: "\n"): text += "\\n"
            case UInt8(ascii: "\t"): text += "\\t"
            case UInt8(ascii: "\""): text += "\\\""
            case UInt8(ascii: "'"): text += "\\'"
            case UInt8(ascii: "\\"): text += "\\\\"
            case 0x20..<0x7f: text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let octal = String(byte, radix: 8)
                text += "\\" + String(repeating: "0", count: 3 - octal.count) + octal
            }
        }
        return text + "\""
    }
}

extension String: ProtobufScalar {
    public static var wireType: Int { 2 }

    public init?(_ value: ProtobufReader.Value) throws {
        guard case .bytes(let bytes) = value else { return nil }
        guard let string = bytes.withUnsafeBytes({ String(validating: $0, as: UTF8.self) }) else {
            throw FormatError(.malformed, format: "protobuf", "a string is not UTF-8")
        }
        self = string
    }

    public func write(to writer: inout ProtobufWriter) {
        var string = self
        string.withUTF8 { writer.lengthDelimited(UnsafeRawBufferPointer($0)) }
    }

    public var textFormat: String { Bytes(utf8).textFormat }
}
