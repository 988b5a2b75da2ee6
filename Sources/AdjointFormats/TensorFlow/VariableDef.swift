/// The names of a variable's nodes: a member of the collections `variables` and `trainable_variables`.
public struct VariableDef: ProtobufMessage {
    /// The variable's tensor.
    public var variableName = ""
    /// The operation that gives it its first value.
    public var initializerName = ""
    /// The tensor that reads it.
    public var snapshotName = ""
    /// The part of a larger variable that it is.
    public var saveSliceInfo: SaveSliceInfoDef?
    /// Whether it is a resource and not a buffer.
    public var isResource = false
    /// The tensor that is its first value.
    public var initialValueName = ""
    /// Whether optimizers change it; absent in older files, where membership of `trainable_variables` says so.
    public var trainable = false
    /// When its copies are brought together.
    public var synchronization = Synchronization(rawValue: 0)
    /// How its copies are brought together.
    public var aggregation = Aggregation(rawValue: 0)
    public var unknownFields = ProtobufUnknownFields()

    /// A variable without nodes.
    public init() {}

    /// When copies of a variable are brought together.
    public struct Synchronization: ProtobufEnumeration {
        public var rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
        public static let names: [Int32: String] = [
            0: "VARIABLE_SYNCHRONIZATION_AUTO", 1: "VARIABLE_SYNCHRONIZATION_NONE",
            2: "VARIABLE_SYNCHRONIZATION_ON_WRITE", 3: "VARIABLE_SYNCHRONIZATION_ON_READ",
        ]
    }

    /// How copies of a variable are brought together.
    public struct Aggregation: ProtobufEnumeration {
        public var rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
        public static let names: [Int32: String] = [
            0: "VARIABLE_AGGREGATION_NONE", 1: "VARIABLE_AGGREGATION_SUM", 2: "VARIABLE_AGGREGATION_MEAN",
            3: "VARIABLE_AGGREGATION_ONLY_FIRST_REPLICA",
        ]
    }

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "variable_name", &variableName)
        try visitor.field(2, "initializer_name", &initializerName)
        try visitor.field(3, "snapshot_name", &snapshotName)
        try visitor.field(4, "save_slice_info_def", &saveSliceInfo)
        try visitor.field(5, "is_resource", &isResource)
        try visitor.field(6, "initial_value_name", &initialValueName)
        try visitor.field(7, "trainable", &trainable)
        try visitor.field(8, "synchronization", &synchronization)
        try visitor.field(9, "aggregation", &aggregation)
    }
}

/// Which part of a larger variable a variable is.
public struct SaveSliceInfoDef: ProtobufMessage {
    /// The larger variable's name in checkpoints.
    public var fullName = ""
    /// The larger variable's shape.
    public var fullShape: [Int64] = []
    /// Where the part begins.
    public var offset: [Int64] = []
    /// The part's shape.
    public var shape: [Int64] = []
    public var unknownFields = ProtobufUnknownFields()

    /// No part.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "full_name", &fullName)
        try visitor.field(2, "full_shape", &fullShape)
        try visitor.field(3, "var_offset", &offset)
        try visitor.field(4, "var_shape", &shape)
    }
}

/// Threads that fill a queue: a member of the collection `queue_runners`.
public struct QueueRunnerDef: ProtobufMessage {
    /// The queue.
    public var queueName = ""
    /// The operations that fill it, a thread each.
    public var enqueueOpNames: [String] = []
    /// The operation that closes it.
    public var closeOpName = ""
    /// The operation that closes it and drops what waits.
    public var cancelOpName = ""
    public var unknownFields = ProtobufUnknownFields()

    /// No queue.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "queue_name", &queueName)
        try visitor.field(2, "enqueue_op_name", &enqueueOpNames)
        try visitor.field(3, "close_op_name", &closeOpName)
        try visitor.field(4, "cancel_op_name", &cancelOpName)
    }
}
