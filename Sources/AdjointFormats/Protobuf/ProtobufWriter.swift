/// Writes messages in wire format: the visitor behind ``ProtobufMessage/serialized()``.
public struct ProtobufWriter: ProtobufFieldVisitor {
    /// What has been written.
    public private(set) var bytes: [UInt8] = []

    /// A writer that has written nothing.
    public init() {}

    /// Appends the fields of `message`, the unknown ones last.
    public mutating func write(_ message: some ProtobufMessage) {
        var message = message
        message.encodeFields(&self)
        for field in message.unknownFields.fields { append(field) }
    }

    // The fields of a message.

    public mutating func field<S: ProtobufScalar>(_ number: Int, _ name: StaticString, _ value: inout S) {
        if !value.isDefault { append(number, value) }
    }

    public mutating func field<S: ProtobufScalar>(_ number: Int, _ name: StaticString, _ value: inout S?) {
        if let value { append(number, value) }
    }

    public mutating func field<S: ProtobufScalar>(_ number: Int, _ name: StaticString, _ values: inout [S]) {
        if S.isPackable {
            guard !values.isEmpty else { return }
            lengthDelimited(number) { writer in
                for value in values { value.write(to: &writer) }
            }
        } else {
            for value in values { append(number, value) }
        }
    }

    public mutating func field<M: ProtobufMessage>(_ number: Int, _ name: StaticString, _ message: inout M?) {
        if let message { append(number, message) }
    }

    public mutating func field<M: ProtobufMessage>(_ number: Int, _ name: StaticString, _ messages: inout [M]) {
        for message in messages { append(number, message) }
    }

    public mutating func field<M: ProtobufMessage>(_ number: Int, _ name: StaticString, _ map: inout [String: M]) {
        for (key, value) in map.sorted(by: { $0.key < $1.key }) {
            append(number, MessageEntry(key: key, value: value))
        }
    }

    public mutating func field<S: ProtobufScalar>(_ number: Int, _ name: StaticString, _ map: inout [String: S]) {
        for (key, value) in map.sorted(by: { $0.key < $1.key }) {
            append(number, ScalarEntry(key: key, value: value))
        }
    }

    // What fields are made of.

    /// Appends a number of variable length.
    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Appends four or eight bytes, lowest first.
    mutating func fixed(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Appends a run of bytes after its length.
    mutating func lengthDelimited(_ run: UnsafeRawBufferPointer) {
        varint(UInt64(run.count))
        bytes.append(contentsOf: run)
    }

    /// Appends a run of bytes.
    mutating func append(_ run: [UInt8]) {
        bytes += run
    }

    private mutating func append(_ run: Bytes) {
        run.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ number: Int, _ value: some ProtobufScalar) {
        varint(UInt64(number) << 3 | UInt64(type(of: value).wireType))
        value.write(to: &self)
    }

    private mutating func append(_ number: Int, _ message: some ProtobufMessage) {
        lengthDelimited(number) { $0.write(message) }
    }

    /// Appends what `body` writes, after its tag and length.
    ///
    /// The length is put in front afterwards, which moves the contents by a few bytes: once for each message around
    /// them, and messages in graphs are nested few deep.
    private mutating func lengthDelimited(_ number: Int, _ body: (inout ProtobufWriter) -> Void) {
        varint(UInt64(number) << 3 | 2)
        let start = bytes.count
        bytes.append(0)
        body(&self)
        let length = bytes.count - start - 1
        if length < 0x80 {
            bytes[start] = UInt8(length)
        } else {
            var prefix = ProtobufWriter()
            prefix.varint(UInt64(length))
            bytes.replaceSubrange(start...start, with: prefix.bytes)
        }
    }
}
