import AdjointKernels

/// A shape, of which the rank and single dimensions may be unknown.
public struct TensorShapeProto: ProtobufMessage {
    /// The dimensions, slowest first.
    public var dimensions: [Dimension] = []
    /// Whether not even the rank is known.
    public var unknownRank = false
    public var unknownFields = ProtobufUnknownFields()

    /// The shape of a scalar.
    public init() {}

    /// A shape of known rank; -1 stands for a dimension that is not known.
    public init(_ sizes: [Int]) {
        dimensions = sizes.map { Dimension(size: Int64($0)) }
    }

    /// One dimension.
    public struct Dimension: ProtobufMessage {
        /// How long it is; -1 where that is not known.
        public var size: Int64 = 0
        /// A name; TensorFlow gives none.
        public var name = ""
        public var unknownFields = ProtobufUnknownFields()

        /// A dimension of size 0.
        public init() {}

        /// A dimension of `size`.
        public init(size: Int64) { self.size = size }

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "size", &size)
            try visitor.field(2, "name", &name)
        }
    }

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(2, "dim", &dimensions)
        try visitor.field(3, "unknown_rank", &unknownRank)
    }
}

extension TensorShapeProto {
    /// The sizes where all are known; nil otherwise, or where one is negative or does not fit an `Int`.
    public var knownSizes: [Int]? {
        guard !unknownRank else { return nil }
        var sizes: [Int] = []
        for dimension in dimensions {
            guard dimension.size >= 0, let size = Int(exactly: dimension.size) else { return nil }
            sizes.append(size)
        }
        return sizes
    }

    /// The number of elements where all sizes are known; nil otherwise, or where it does not fit an `Int`.
    public var elementCount: Int? { knownSizes.flatMap { checkedProduct($0) } }
}

/// A box cut out of a tensor, one extent per dimension.
public struct TensorSliceProto: ProtobufMessage {
    /// The part of each dimension.
    public var extents: [Extent] = []
    public var unknownFields = ProtobufUnknownFields()

    /// A slice of a scalar.
    public init() {}

    /// A part of one dimension.
    public struct Extent: ProtobufMessage {
        /// Where it begins.
        public var start: Int64 = 0
        /// How long it is; nil for the whole dimension.
        public var length: Int64?
        public var unknownFields = ProtobufUnknownFields()

        /// The whole dimension.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "start", &start)
            try visitor.field(2, "length", &length)
        }
    }

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "extent", &extents)
    }
}
