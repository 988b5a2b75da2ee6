/// What the first entry of a checkpoint's index says of all.
public struct BundleHeaderProto: ProtobufMessage {
    /// The number of data files.
    public var shardCount: Int32 = 0
    /// The order of the bytes in the data files.
    public var endianness = Endianness(rawValue: 0)
    /// The version of the format.
    public var version: VersionDef?
    public var unknownFields = ProtobufUnknownFields()

    /// No data files.
    public init() {}

    /// An order of bytes.
    public struct Endianness: ProtobufEnumeration {
        public var rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
        /// Lowest byte first.
        public static let little = Endianness(rawValue: 0)
        /// Highest byte first.
        public static let big = Endianness(rawValue: 1)
        public static let names: [Int32: String] = [0: "LITTLE", 1: "BIG"]
    }

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "num_shards", &shardCount)
        try visitor.field(2, "endianness", &endianness)
        try visitor.field(3, "version", &version)
    }
}

/// What a checkpoint's index says of one tensor.
public struct BundleEntryProto: ProtobufMessage {
    /// The element type.
    public var dtype = DataType.invalid
    /// The shape.
    public var shape: TensorShapeProto?
    /// Which data file holds it.
    public var shardID: Int32 = 0
    /// Where it begins there.
    public var offset: Int64 = 0
    /// Its size in bytes.
    public var size: Int64 = 0
    /// The masked CRC-32C of its bytes.
    public var crc32c = ProtobufFixed32()
    /// Where it is saved in parts: which ones. Each part has an entry of its own.
    public var slices: [TensorSliceProto] = []
    public var unknownFields = ProtobufUnknownFields()

    /// No tensor.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "dtype", &dtype)
        try visitor.field(2, "shape", &shape)
        try visitor.field(3, "shard_id", &shardID)
        try visitor.field(4, "offset", &offset)
        try visitor.field(5, "size", &size)
        try visitor.field(6, "crc32c", &crc32c)
        try visitor.field(7, "slices", &slices)
    }
}
