/// The value of a node's attribute.
public struct AttrValue: ProtobufMessage {
    /// The value; nil where none is set, or one of a kind that is not known.
    public var value: Value?
    public var unknownFields = ProtobufUnknownFields()

    /// The kinds of values.
    public indirect enum Value: Hashable, Sendable {
        /// Bytes, mostly text.
        case string(Bytes)
        /// An integer.
        case int(Int64)
        /// A floating-point number.
        case float(Float)
        /// A truth value.
        case bool(Bool)
        /// An element type.
        case type(DataType)
        /// A shape.
        case shape(TensorShapeProto)
        /// A tensor.
        case tensor(TensorProto)
        /// Several values of one kind.
        case list(ListValue)
        /// A function of the graph's library with its attributes.
        case function(NameAttrList)
        /// In a function's body: the value of that attribute of the function.
        case placeholder(String)
    }

    /// No value.
    public init() {}

    /// An attribute with `value`.
    public init(_ value: Value) { self.value = value }

    /// Several values of one kind; the other lists are empty.
    public struct ListValue: ProtobufMessage {
        /// Byte strings.
        public var strings: [Bytes] = []
        /// Integers.
        public var ints: [Int64] = []
        /// Floating-point numbers.
        public var floats: [Float] = []
        /// Truth values.
        public var bools: [Bool] = []
        /// Element types.
        public var types: [DataType] = []
        /// Shapes.
        public var shapes: [TensorShapeProto] = []
        /// Tensors.
        public var tensors: [TensorProto] = []
        /// Functions.
        public var functions: [NameAttrList] = []
        public var unknownFields = ProtobufUnknownFields()

        /// No values.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(2, "s", &strings)
            try visitor.field(3, "i", &ints)
            try visitor.field(4, "f", &floats)
            try visitor.field(5, "b", &bools)
            try visitor.field(6, "type", &types)
            try visitor.field(7, "shape", &shapes)
            try visitor.field(8, "tensor", &tensors)
            try visitor.field(9, "func", &functions)
        }
    }

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "list", &list)
        try visitor.field(2, "s", &string)
        try visitor.field(3, "i", &int)
        try visitor.field(4, "f", &float)
        try visitor.field(5, "b", &bool)
        try visitor.field(6, "type", &type)
        try visitor.field(7, "shape", &shape)
        try visitor.field(8, "tensor", &tensor)
        try visitor.field(9, "placeholder", &placeholder)
        try visitor.field(10, "func", &function)
    }
}

// Each member of the oneof as an optional. Reading one for a visitor takes it out of `value`, so that a message in it
// is not copied when it grows; putting nil back changes nothing.
extension AttrValue {
    private var list: ListValue? {
        mutating get { take { if case .list(let list) = $0 { list } else { nil } } }
        set { put(newValue.map(Value.list)) }
    }
    private var string: Bytes? {
        mutating get { take { if case .string(let string) = $0 { string } else { nil } } }
        set { put(newValue.map(Value.string)) }
    }
    private var int: Int64? {
        mutating get { take { if case .int(let int) = $0 { int } else { nil } } }
        set { put(newValue.map(Value.int)) }
    }
    private var float: Float? {
        mutating get { take { if case .float(let float) = $0 { float } else { nil } } }
        set { put(newValue.map(Value.float)) }
    }
    private var bool: Bool? {
        mutating get { take { if case .bool(let bool) = $0 { bool } else { nil } } }
        set { put(newValue.map(Value.bool)) }
    }
    private var type: DataType? {
        mutating get { take { if case .type(let type) = $0 { type } else { nil } } }
        set { put(newValue.map(Value.type)) }
    }
    private var shape: TensorShapeProto? {
        mutating get { take { if case .shape(let shape) = $0 { shape } else { nil } } }
        set { put(newValue.map(Value.shape)) }
    }
    private var tensor: TensorProto? {
        mutating get { take { if case .tensor(let tensor) = $0 { tensor } else { nil } } }
        set { put(newValue.map(Value.tensor)) }
    }
    private var placeholder: String? {
        mutating get { take { if case .placeholder(let placeholder) = $0 { placeholder } else { nil } } }
        set { put(newValue.map(Value.placeholder)) }
    }
    private var function: NameAttrList? {
        mutating get { take { if case .function(let function) = $0 { function } else { nil } } }
        set { put(newValue.map(Value.function)) }
    }

    private mutating func take<Member>(_ member: (Value) -> Member?) -> Member? {
        guard let found = value.flatMap(member) else { return nil }
        value = nil
        return found
    }

    private mutating func put(_ newValue: Value?) {
        if let newValue { value = newValue }
    }
}

/// The name of a function with values for its attributes.
public struct NameAttrList: ProtobufMessage {
    /// The function's name.
    public var name = ""
    /// The values of its attributes.
    public var attributes: [String: AttrValue] = [:]
    public var unknownFields = ProtobufUnknownFields()

    /// A function without a name.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "name", &name)
        try visitor.field(2, "attr", &attributes)
    }
}
