/// A type with parameters, as TensorFlow infers it of nodes: `TFT_PRODUCT[TFT_TENSOR[TFT_FLOAT]]`.
public struct FullTypeDef: ProtobufMessage {
    /// The type, or what makes it of its parameters.
    public var typeID = TypeID(rawValue: 0)
    /// The parameters.
    public var arguments: [FullTypeDef] = []
    /// A text that belongs to it, such as a name.
    public var text: String?
    /// A number that belongs to it.
    public var number: Int64?
    public var unknownFields = ProtobufUnknownFields()

    /// No type.
    public init() {}

    /// What a type is.
    public struct TypeID: ProtobufEnumeration {
        public var rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
        public static let names: [Int32: String] = [
            0: "TFT_UNSET", 1: "TFT_VAR", 2: "TFT_ANY", 3: "TFT_PRODUCT", 4: "TFT_NAMED", 20: "TFT_FOR_EACH",
            100: "TFT_CALLABLE", 200: "TFT_BOOL", 201: "TFT_UINT8", 202: "TFT_UINT16", 203: "TFT_UINT32",
            204: "TFT_UINT64", 205: "TFT_INT8", 206: "TFT_INT16", 207: "TFT_INT32", 208: "TFT_INT64", 209: "TFT_HALF",
            210: "TFT_FLOAT", 211: "TFT_DOUBLE", 212: "TFT_COMPLEX64", 213: "TFT_COMPLEX128", 214: "TFT_STRING",
            215: "TFT_BFLOAT16", 1000: "TFT_TENSOR", 1001: "TFT_ARRAY", 1002: "TFT_OPTIONAL", 1003: "TFT_LITERAL",
            1004: "TFT_ENCODED", 1005: "TFT_SHAPE_TENSOR", 10102: "TFT_DATASET", 10103: "TFT_RAGGED",
            10104: "TFT_ITERATOR", 10202: "TFT_MUTEX_LOCK", 10203: "TFT_LEGACY_VARIANT",
        ]
    }

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "type_id", &typeID)
        try visitor.field(2, "args", &arguments)
        try visitor.field(3, "s", &text)
        try visitor.field(4, "i", &number)
    }
}
