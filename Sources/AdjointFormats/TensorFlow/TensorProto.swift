/// A constant tensor.
///
/// The elements stand either in ``content``, all of them and lowest byte first, or in the list for their type, where
/// the last one stands for all that are missing.
public struct TensorProto: ProtobufMessage {
    /// The element type.
    public var dtype = DataType.invalid
    /// The shape.
    public var shape: TensorShapeProto?
    /// The version of this encoding: 0.
    public var versionNumber: Int32 = 0
    /// All elements in row-major order, lowest byte first; empty where a list holds them.
    public var content = Bytes()
    /// Elements of `float32`.
    public var floatValues: [Float] = []
    /// Elements of `float64`.
    public var doubleValues: [Double] = []
    /// Elements of integer types of up to 32 bits, signed or unsigned up to 16.
    public var intValues: [Int32] = []
    /// Elements of `string`.
    public var stringValues: [Bytes] = []
    /// Elements of `complex64`, two numbers each.
    public var complexFloatValues: [Float] = []
    /// Elements of `int64`.
    public var int64Values: [Int64] = []
    /// Elements of `bool`.
    public var boolValues: [Bool] = []
    /// Elements of `complex128`, two numbers each.
    public var complexDoubleValues: [Double] = []
    /// Elements of `float16` and `bfloat16`, by their bits.
    public var halfValues: [Int32] = []
    /// Elements of `resource`.
    public var resourceHandles: [ResourceHandleProto] = []
    /// Elements of `variant`.
    public var variants: [VariantTensorDataProto] = []
    /// Elements of `uint32`.
    public var uint32Values: [UInt32] = []
    /// Elements of `uint64`.
    public var uint64Values: [UInt64] = []
    /// Elements of the types of eight bits, by their bits.
    public var float8Values = Bytes()
    public var unknownFields = ProtobufUnknownFields()

    /// No tensor.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "dtype", &dtype)
        try visitor.field(2, "tensor_shape", &shape)
        try visitor.field(3, "version_number", &versionNumber)
        try visitor.field(4, "tensor_content", &content)
        try visitor.field(5, "float_val", &floatValues)
        try visitor.field(6, "double_val", &doubleValues)
        try visitor.field(7, "int_val", &intValues)
        try visitor.field(8, "string_val", &stringValues)
        try visitor.field(9, "scomplex_val", &complexFloatValues)
        try visitor.field(10, "int64_val", &int64Values)
        try visitor.field(11, "bool_val", &boolValues)
        try visitor.field(12, "dcomplex_val", &complexDoubleValues)
        try visitor.field(13, "half_val", &halfValues)
        try visitor.field(14, "resource_handle_val", &resourceHandles)
        try visitor.field(15, "variant_val", &variants)
        try visitor.field(16, "uint32_val", &uint32Values)
        try visitor.field(17, "uint64_val", &uint64Values)
        try visitor.field(18, "float8_val", &float8Values)
    }
}
