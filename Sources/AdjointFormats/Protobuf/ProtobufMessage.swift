/// A protocol-buffer message, described once: `visitFields` lists the fields, and reading, writing and printing all
/// follow that list.
///
/// Reading and then writing a message loses nothing: fields that the list does not name, and fields of an unexpected
/// wire type, are kept as they were and written after the known ones.
public protocol ProtobufMessage: Hashable, Sendable {
    /// A message with every field at its default.
    init()

    /// Shows every field to `visitor`, in the order in which they are written: by ascending number.
    mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws

    /// Shows the fields to a decoder. Every type has the default, which calls ``visitFields(_:)``.
    ///
    /// That this and the next are requirements gives each message specialized code of its own, which generic callers
    /// reach; through ``visitFields(_:)`` alone, they would run the generic one, which is ten times slower.
    mutating func decodeField(_ decoder: inout ProtobufDecoder) throws

    /// Shows the fields to a writer; see ``decodeField(_:)``.
    mutating func encodeFields(_ writer: inout ProtobufWriter)

    /// Fields that `visitFields` does not name.
    var unknownFields: ProtobufUnknownFields { get set }
}

/// What ``ProtobufMessage/visitFields(_:)`` shows its fields to.
///
/// The Swift type of a field says how it is stored: `S` is a field whose default is not written, `S?` one that is
/// written whenever it is set, arrays are repeated fields, dictionaries are map fields.
public protocol ProtobufFieldVisitor {
    /// A field that is absent where it has its default.
    mutating func field<S: ProtobufScalar>(_ number: Int, _ name: StaticString, _ value: inout S) throws
    /// A field that knows whether it is there: a member of a oneof.
    mutating func field<S: ProtobufScalar>(_ number: Int, _ name: StaticString, _ value: inout S?) throws
    /// A repeated field; packed where its type can be.
    mutating func field<S: ProtobufScalar>(_ number: Int, _ name: StaticString, _ values: inout [S]) throws
    /// A message field.
    mutating func field<M: ProtobufMessage>(_ number: Int, _ name: StaticString, _ message: inout M?) throws
    /// A repeated message field.
    mutating func field<M: ProtobufMessage>(_ number: Int, _ name: StaticString, _ messages: inout [M]) throws
    /// A map from strings to messages; written in the order of its keys.
    mutating func field<M: ProtobufMessage>(_ number: Int, _ name: StaticString, _ map: inout [String: M]) throws
    /// A map from strings to scalars; written in the order of its keys.
    mutating func field<S: ProtobufScalar>(_ number: Int, _ name: StaticString, _ map: inout [String: S]) throws
}

/// The fields of a message that its type does not name, each with its tag, as they stood in the input.
public struct ProtobufUnknownFields: Hashable, Sendable {
    /// The fields in the order in which they were read.
    public var fields: [Bytes] = []

    /// No unknown fields.
    public init() {}
}

extension ProtobufMessage {
    public mutating func decodeField(_ decoder: inout ProtobufDecoder) throws { try visitFields(&decoder) }

    public mutating func encodeFields(_ writer: inout ProtobufWriter) {
        try! visitFields(&writer)  // a writer throws nothing
    }

    /// Reads a message. O(`bytes.count`).
    ///
    /// - Throws: ``FormatError``: `truncated`, `malformed`, or `limitExceeded` where messages are nested more than
    ///   ``ProtobufReader/maximumDepth`` deep.
    public init(serialized bytes: Bytes) throws {
        self.init()
        try merge(bytes, depth: 0)
    }

    /// The message in wire format, always the same for the same message. O(size of the result).
    public func serialized() -> [UInt8] {
        var writer = ProtobufWriter()
        writer.write(self)
        return writer.bytes
    }

    /// Adds the fields in `bytes` to this message: later scalars win, messages merge, repeated fields grow.
    mutating func merge(_ bytes: Bytes, depth: Int) throws {
        guard depth <= ProtobufReader.maximumDepth else {
            throw FormatError(.limitExceeded, format: "protobuf", "messages are nested too deep")
        }
        var reader = ProtobufReader(bytes)
        while let field = try reader.nextField() {
            var decoder = ProtobufDecoder(field: field, depth: depth)
            try decodeField(&decoder)
            if !decoder.isTaken { unknownFields.fields.append(field.raw) }
        }
    }
}
