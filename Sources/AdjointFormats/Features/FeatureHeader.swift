/// What a feature file says of itself: what the rows are, and everything that they depend on. Two equal headers mean
/// the same rows, bit for bit.
public struct FeatureHeader: ProtobufMessage {
    /// The tensor whose values the rows are.
    public var tensor = ""
    /// The tensor that the inputs were fed to.
    public var input = ""
    /// The element type of the rows.
    public var dtype = DataType.invalid
    /// The dimensions of one row.
    public var rowDimensions: [Int64] = []
    /// The number of rows.
    public var rowCount: Int64 = 0
    /// The number of rows in a record, which has a checksum of its own; the last record may have fewer.
    public var rowsPerRecord: Int64 = 0
    /// Which kernels computed the rows.
    public var kernels = ""
    /// The ops between input and tensor, each after those it depends on.
    public var operations: [Part] = []
    /// The variables' values.
    public var weights: [Part] = []
    /// The values fed beside the input.
    public var feeds: [Part] = []
    /// The element type and dimensions of an input row, as text.
    public var inputType = ""
    /// Eight bytes for each input row.
    public var inputRows = Bytes()
    public var unknownFields = ProtobufUnknownFields()

    /// Something the rows depend on, by name and by a digest of what it is.
    public struct Part: ProtobufMessage {
        /// The name.
        public var name = ""
        /// 16 bytes that are different for different contents.
        public var digest = Bytes()
        public var unknownFields = ProtobufUnknownFields()

        /// A part without a name.
        public init() {}

        /// A part from its name and digest.
        public init(name: String, digest: Bytes) {
            self.name = name
            self.digest = digest
        }

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "name", &name)
            try visitor.field(2, "digest", &digest)
        }
    }

    /// A header of nothing.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "tensor", &tensor)
        try visitor.field(2, "input", &input)
        try visitor.field(3, "dtype", &dtype)
        try visitor.field(4, "row_dimensions", &rowDimensions)
        try visitor.field(5, "row_count", &rowCount)
        try visitor.field(6, "rows_per_record", &rowsPerRecord)
        try visitor.field(7, "kernels", &kernels)
        try visitor.field(8, "operations", &operations)
        try visitor.field(9, "weights", &weights)
        try visitor.field(10, "feeds", &feeds)
        try visitor.field(11, "input_type", &inputType)
        try visitor.field(12, "input_rows", &inputRows)
    }
}
