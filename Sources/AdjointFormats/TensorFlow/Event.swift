/// A record of an event file: something that happened at some time in some step.
///
/// At most one of the fields from ``fileVersion`` on is set.
public struct Event: ProtobufMessage {
    /// When it happened, in seconds since 1970.
    public var wallTime: Double = 0
    /// The step it belongs to.
    public var step: Int64 = 0
    /// In the first record of a file: the version of the format, `brain.Event:2`.
    public var fileVersion: String?
    /// A serialized ``GraphDef``.
    public var graphDef: Bytes?
    /// Values to show.
    public var summary: Summary?
    /// What a session did.
    public var sessionLog: SessionLog?
    /// What a run took, by a name.
    public var taggedRunMetadata: TaggedRunMetadata?
    /// A serialized ``MetaGraphDef``.
    public var metaGraphDef: Bytes?
    public var unknownFields = ProtobufUnknownFields()

    /// Nothing at time 0.
    public init() {}

    /// Nothing yet, at a time and in a step.
    public init(wallTime: Double, step: Int64 = 0) {
        self.wallTime = wallTime
        self.step = step
    }

    /// What a session did.
    public struct SessionLog: ProtobufMessage {
        /// What it was: 1 for a start, 2 for a stop, 3 for a checkpoint.
        public var status = Status(rawValue: 0)
        /// The checkpoint's prefix.
        public var checkpointPath = ""
        /// More about it.
        public var message = ""
        public var unknownFields = ProtobufUnknownFields()

        /// Nothing.
        public init() {}

        /// A kind of thing that a session did.
        public struct Status: ProtobufEnumeration {
            public var rawValue: Int32
            public init(rawValue: Int32) { self.rawValue = rawValue }
            /// The session started.
            public static let start = Status(rawValue: 1)
            /// The session stopped.
            public static let stop = Status(rawValue: 2)
            /// A checkpoint was saved.
            public static let checkpoint = Status(rawValue: 3)
            public static let names: [Int32: String] = [
                0: "STATUS_UNSPECIFIED", 1: "START", 2: "STOP", 3: "CHECKPOINT",
            ]
        }

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "status", &status)
            try visitor.field(2, "checkpoint_path", &checkpointPath)
            try visitor.field(3, "msg", &message)
        }
    }

    /// What a run took, by a name.
    public struct TaggedRunMetadata: ProtobufMessage {
        /// The name.
        public var tag = ""
        /// A serialized `RunMetadata`.
        public var runMetadata = Bytes()
        public var unknownFields = ProtobufUnknownFields()

        /// Nothing.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "tag", &tag)
            try visitor.field(2, "run_metadata", &runMetadata)
        }
    }

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "wall_time", &wallTime)
        try visitor.field(2, "step", &step)
        try visitor.field(3, "file_version", &fileVersion)
        try visitor.field(4, "graph_def", &graphDef)
        try visitor.field(5, "summary", &summary)
        try visitor.field(7, "session_log", &sessionLog)
        try visitor.field(8, "tagged_run_metadata", &taggedRunMetadata)
        try visitor.field(9, "meta_graph_def", &metaGraphDef)
    }
}
