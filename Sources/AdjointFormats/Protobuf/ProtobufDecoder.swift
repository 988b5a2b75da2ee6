/// The visitor that puts one field from the wire where it belongs.
public struct ProtobufDecoder: ProtobufFieldVisitor {
    private let number: Int
    private let value: ProtobufReader.Value
    /// How deep the message that holds the field is nested.
    private let depth: Int
    /// Whether a field of the message took the value.
    private(set) var isTaken = false

    init(field: ProtobufReader.Field, depth: Int) {
        number = field.number
        value = field.value
        self.depth = depth
    }

    public mutating func field<S: ProtobufScalar>(_ number: Int, _ name: StaticString, _ value: inout S) throws {
        guard number == self.number, let read = try S(self.value) else { return }
        value = read
        isTaken = true
    }

    public mutating func field<S: ProtobufScalar>(_ number: Int, _ name: StaticString, _ value: inout S?) throws {
        guard number == self.number, let read = try S(self.value) else { return }
        value = read
        isTaken = true
    }

    public mutating func field<S: ProtobufScalar>(_ number: Int, _ name: StaticString, _ values: inout [S]) throws {
        guard number == self.number else { return }
        if let read = try S(value) {
            values.append(read)
        } else if S.isPackable, case .bytes(let packed) = value {
            try S.unpack(packed, onto: &values)
        } else {
            return
        }
        isTaken = true
    }

    public mutating func field<M: ProtobufMessage>(_ number: Int, _ name: StaticString, _ message: inout M?) throws {
        guard number == self.number, case .bytes(let bytes) = value else { return }
        // Taken out, so that it is not copied when many parts of one message follow each other.
        var merged = message.take() ?? M()
        try merged.merge(bytes, depth: depth + 1)
        message = merged
        isTaken = true
    }

    public mutating func field<M: ProtobufMessage>(_ number: Int, _ name: StaticString, _ messages: inout [M]) throws {
        guard number == self.number, case .bytes(let bytes) = value else { return }
        var message = M()
        try message.merge(bytes, depth: depth + 1)
        messages.append(message)
        isTaken = true
    }

    public mutating func field<M: ProtobufMessage>(_ number: Int, _ name: StaticString, _ map: inout [String: M]) throws
    {
        guard number == self.number, case .bytes(let bytes) = value else { return }
        var entry = MessageEntry<M>()
        try entry.merge(bytes, depth: depth + 1)
        map[entry.key] = entry.value ?? M()
        isTaken = true
    }

    public mutating func field<S: ProtobufScalar>(_ number: Int, _ name: StaticString, _ map: inout [String: S]) throws
    {
        guard number == self.number, case .bytes(let bytes) = value else { return }
        var entry = ScalarEntry<S>()
        try entry.merge(bytes, depth: depth + 1)
        map[entry.key] = entry.value
        isTaken = true
    }
}

/// The message that a map field repeats, where the values are messages.
struct MessageEntry<Value: ProtobufMessage>: ProtobufMessage {
    var key = ""
    var value: Value?
    var unknownFields = ProtobufUnknownFields()

    mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "key", &key)
        try visitor.field(2, "value", &value)
    }
}

/// The message that a map field repeats, where the values are scalars.
struct ScalarEntry<Value: ProtobufScalar>: ProtobufMessage {
    var key = ""
    var value = Value()
    var unknownFields = ProtobufUnknownFields()

    mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "key", &key)
        try visitor.field(2, "value", &value)
    }
}
