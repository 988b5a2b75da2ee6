/// A handle of something that a session keeps, as the value of a tensor.
public struct ResourceHandleProto: ProtobufMessage {
    /// The device it is on.
    public var device = ""
    /// The container that it is in.
    public var container = ""
    /// Its name there.
    public var name = ""
    /// The hash of its type.
    public var hashCode: UInt64 = 0
    /// Its type, for people.
    public var typeName = ""
    /// What it holds.
    public var contents: [TypeAndShape] = []
    public var unknownFields = ProtobufUnknownFields()

    /// No handle.
    public init() {}

    /// An element type and a shape.
    public struct TypeAndShape: ProtobufMessage {
        /// The element type.
        public var dtype = DataType.invalid
        /// The shape.
        public var shape: TensorShapeProto?
        public var unknownFields = ProtobufUnknownFields()

        /// No type.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "dtype", &dtype)
            try visitor.field(2, "shape", &shape)
        }
    }

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "device", &device)
        try visitor.field(2, "container", &container)
        try visitor.field(3, "name", &name)
        try visitor.field(4, "hash_code", &hashCode)
        try visitor.field(5, "maybe_type_name", &typeName)
        try visitor.field(6, "dtypes_and_shapes", &contents)
    }
}

/// A value of a type that only some ops know, as the value of a tensor.
public struct VariantTensorDataProto: ProtobufMessage {
    /// The type.
    public var typeName = ""
    /// What the type makes of the value.
    public var metadata = Bytes()
    /// The tensors in it.
    public var tensors: [TensorProto] = []
    public var unknownFields = ProtobufUnknownFields()

    /// No value.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "type_name", &typeName)
        try visitor.field(2, "metadata", &metadata)
        try visitor.field(3, "tensors", &tensors)
    }
}
