/// A collection of a graph.
public struct CollectionDef: ProtobufMessage {
    /// Its members; nil where none of the kinds below is set.
    public var kind: Kind?
    public var unknownFields = ProtobufUnknownFields()

    /// The kinds of members.
    public enum Kind: Hashable, Sendable {
        /// Names of nodes, or of tensors as `node:port`.
        case nodes([String])
        /// Serialized messages, such as a ``VariableDef`` each.
        case bytes([Bytes])
        /// Integers.
        case ints([Int64])
        /// Floating-point numbers.
        case floats([Float])
        /// Messages that say their own type.
        case any([AnyMessage])
    }

    /// No members.
    public init() {}

    /// A collection with these members.
    public init(_ kind: Kind) { self.kind = kind }

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "node_list", &nodeList)
        try visitor.field(2, "bytes_list", &bytesList)
        try visitor.field(3, "int64_list", &intList)
        try visitor.field(4, "float_list", &floatList)
        try visitor.field(5, "any_list", &anyList)
    }
}

/// A message with the name of its type.
public struct AnyMessage: ProtobufMessage {
    /// The type, as a URL.
    public var typeURL = ""
    /// The message.
    public var value = Bytes()
    public var unknownFields = ProtobufUnknownFields()

    /// No message.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "type_url", &typeURL)
        try visitor.field(2, "value", &value)
    }
}

// The messages on the wire that hold the lists. As in `AttrValue`, reading a member takes it out.
extension CollectionDef {
    private var nodeList: ScalarList<String>? {
        mutating get { take { if case .nodes(let nodes) = $0 { nodes } else { nil } }.map(ScalarList.init) }
        set { put(newValue) { .nodes($0.values) } }
    }
    private var bytesList: ScalarList<Bytes>? {
        mutating get { take { if case .bytes(let bytes) = $0 { bytes } else { nil } }.map(ScalarList.init) }
        set { put(newValue) { .bytes($0.values) } }
    }
    private var intList: ScalarList<Int64>? {
        mutating get { take { if case .ints(let ints) = $0 { ints } else { nil } }.map(ScalarList.init) }
        set { put(newValue) { .ints($0.values) } }
    }
    private var floatList: ScalarList<Float>? {
        mutating get { take { if case .floats(let floats) = $0 { floats } else { nil } }.map(ScalarList.init) }
        set { put(newValue) { .floats($0.values) } }
    }
    private var anyList: MessageList<AnyMessage>? {
        mutating get { take { if case .any(let any) = $0 { any } else { nil } }.map(MessageList.init) }
        set { put(newValue) { .any($0.values) } }
    }

    private mutating func take<Member>(_ member: (Kind) -> Member?) -> Member? {
        guard let found = kind.flatMap(member) else { return nil }
        kind = nil
        return found
    }

    private mutating func put<List>(_ list: List?, _ newKind: (List) -> Kind) {
        if let list { kind = newKind(list) }
    }
}

/// A message whose field 1 repeats scalars.
private struct ScalarList<Value: ProtobufScalar>: ProtobufMessage {
    var values: [Value] = []
    var unknownFields = ProtobufUnknownFields()

    init() {}

    init(_ values: [Value]) { self.values = values }

    mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "value", &values)
    }
}

/// A message whose field 1 repeats messages.
private struct MessageList<Value: ProtobufMessage>: ProtobufMessage {
    var values: [Value] = []
    var unknownFields = ProtobufUnknownFields()

    init() {}

    init(_ values: [Value]) { self.values = values }

    mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "value", &values)
    }
}
