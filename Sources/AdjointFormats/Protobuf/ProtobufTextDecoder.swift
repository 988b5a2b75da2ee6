extension ProtobufMessage {
    /// Reads a message in protocol buffers' text format, as TensorFlow writes it into `.pbtxt` files. O(`text.count`).
    ///
    /// - Throws: ``FormatError``: `malformed`, also for a field that the message does not have, or `limitExceeded` where
    ///   messages are nested more than ``ProtobufReader/maximumDepth`` deep.
    public init(textFormat text: Bytes) throws {
        self.init()
        var reader = TextFormatReader(text, format: "protobuf text")
        try merge(reader.fields())
    }

    /// Adds fields to this message. The reader has bounded how deep they are nested.
    fileprivate mutating func merge(_ fields: [TextFormatReader.Field]) throws {
        for field in fields {
            var decoder = ProtobufTextDecoder(field)
            try visitFields(&decoder)
            guard decoder.isTaken else { throw decoder.fault("there is no such field here, or not with such a value") }
        }
    }
}

/// The visitor that puts one field of a text where it belongs.
private struct ProtobufTextDecoder: ProtobufFieldVisitor {
    private let source: TextFormatReader.Field
    private(set) var isTaken = false

    init(_ source: TextFormatReader.Field) { self.source = source }

    func fault(_ detail: String) -> FormatError {
        FormatError(.malformed, format: "protobuf text", "\(source.name): \(detail)", offset: source.offset)
    }

    mutating func field<S: ProtobufScalar>(_ number: Int, _ name: StaticString, _ value: inout S) throws {
        guard let read = try scalar(S.self, name) else { return }
        value = read
    }

    mutating func field<S: ProtobufScalar>(_ number: Int, _ name: StaticString, _ value: inout S?) throws {
        guard let read = try scalar(S.self, name) else { return }
        value = read
    }

    mutating func field<S: ProtobufScalar>(_ number: Int, _ name: StaticString, _ values: inout [S]) throws {
        guard let read = try scalar(S.self, name) else { return }
        values.append(read)
    }

    mutating func field<M: ProtobufMessage>(_ number: Int, _ name: StaticString, _ message: inout M?) throws {
        guard let fields = nestedFields(name) else { return }
        var merged = message.take() ?? M()
        try merged.merge(fields)
        message = merged
    }

    mutating func field<M: ProtobufMessage>(_ number: Int, _ name: StaticString, _ messages: inout [M]) throws {
        guard let fields = nestedFields(name) else { return }
        var message = M()
        try message.merge(fields)
        messages.append(message)
    }

    mutating func field<M: ProtobufMessage>(_ number: Int, _ name: StaticString, _ map: inout [String: M]) throws {
        guard let fields = nestedFields(name) else { return }
        var entry = MessageEntry(key: "", value: M())
        try entry.merge(fields)
        map[entry.key] = entry.value ?? M()
    }

    mutating func field<S: ProtobufScalar>(_ number: Int, _ name: StaticString, _ map: inout [String: S]) throws {
        guard let fields = nestedFields(name) else { return }
        var entry = ScalarEntry(key: "", value: S())
        try entry.merge(fields)
        map[entry.key] = entry.value
    }

    private func isNamed(_ name: StaticString) -> Bool { name.description == source.name }

    /// The fields of the message, if the field has this name and holds one.
    private mutating func nestedFields(_ name: StaticString) -> [TextFormatReader.Field]? {
        guard isNamed(name), case .message(let fields) = source.content else { return nil }
        isTaken = true
        return fields
    }

    /// The value, if the field has this name.
    private mutating func scalar<S: ProtobufScalar>(_: S.Type, _ name: StaticString) throws -> S? {
        guard isNamed(name), case .scalar(let text) = source.content else { return nil }
        guard let wire = Self.wireValue(text, for: S.self), let value = try S(wire) else {
            throw fault("the value does not fit")
        }
        isTaken = true
        return value
    }

    /// The value as the wire format would hold it.
    private static func wireValue<S: ProtobufScalar>(
        _ text: TextFormatReader.Value, for type: S.Type
    ) -> ProtobufReader.Value? {
        switch text {
        case .string(let bytes): return type.wireType == 2 ? .bytes(Bytes(bytes)) : nil
        case .word(let word):
            switch type.wireType {
            case 0:
                if let names = (type as? any ProtobufEnumeration.Type)?.names,
                    let number = names.first(where: { $0.value == word })?.key
                {
                    return .varint(UInt64(bitPattern: Int64(number)))
                }
                if word == "true" || word == "false" { return .varint(word == "true" ? 1 : 0) }
                return (Int64(word).map { UInt64(bitPattern: $0) } ?? UInt64(word)).map(ProtobufReader.Value.varint)
            case 1:
                if type == ProtobufFixed64.self { return UInt64(word).map(ProtobufReader.Value.fixed64) }
                return Double(word).map { .fixed64($0.bitPattern) }
            case 5:
                if type == ProtobufFixed32.self { return UInt32(word).map(ProtobufReader.Value.fixed32) }
                return Float(word).map { .fixed32($0.bitPattern) }
            default: return nil
            }
        }
    }
}
