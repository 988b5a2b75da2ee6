/// An entry of a checkpoint of the first format: the list of its tensors, or a part of one.
public struct SavedTensorSlices: ProtobufMessage {
    /// The list, in the entry with the empty key.
    public var meta: Meta?
    /// A part of a tensor, in every other entry.
    public var data: Slice?
    public var unknownFields = ProtobufUnknownFields()

    /// Nothing.
    public init() {}

    /// All tensors of a checkpoint.
    public struct Meta: ProtobufMessage {
        /// The tensors.
        public var tensors: [Tensor] = []
        /// The version of the format.
        public var versions: VersionDef?
        public var unknownFields = ProtobufUnknownFields()

        /// No tensors.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "tensor", &tensors)
            try visitor.field(2, "versions", &versions)
        }
    }

    /// One tensor.
    public struct Tensor: ProtobufMessage {
        /// Its name.
        public var name = ""
        /// Its whole shape.
        public var shape: TensorShapeProto?
        /// The element type.
        public var type = DataType.invalid
        /// The parts that were saved.
        public var slices: [TensorSliceProto] = []
        public var unknownFields = ProtobufUnknownFields()

        /// A tensor without a name.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "name", &name)
            try visitor.field(2, "shape", &shape)
            try visitor.field(3, "type", &type)
            try visitor.field(4, "slice", &slices)
        }
    }

    /// A part of a tensor.
    public struct Slice: ProtobufMessage {
        /// The tensor's name.
        public var name = ""
        /// Which part it is.
        public var slice: TensorSliceProto?
        /// The elements, in the list for their type.
        public var data: TensorProto?
        public var unknownFields = ProtobufUnknownFields()

        /// No part.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "name", &name)
            try visitor.field(2, "slice", &slice)
            try visitor.field(3, "data", &data)
        }
    }

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "meta", &meta)
        try visitor.field(2, "data", &data)
    }
}
