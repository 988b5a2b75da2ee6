/// Where in a program the nodes of a graph were made: stack traces by the nodes' names.
///
/// Maps by anything but strings are lists of their entries here, which are stored, and written as text, in the same way.
public struct GraphDebugInfo: ProtobufMessage {
    /// The names of source files.
    public var files: [String] = []
    /// The traces by name.
    public var traces: [String: StackTrace] = [:]
    /// The places in the source by number.
    public var frames: [FrameEntry] = []
    /// The traces' numbers by name.
    public var traceIDs: [String: ProtobufFixed64] = [:]
    /// The traces by number.
    public var numberedTraces: [TraceEntry] = []
    public var unknownFields = ProtobufUnknownFields()

    /// No traces.
    public init() {}

    /// A place in a source file.
    public struct FileLineColumn: ProtobufMessage {
        /// Which file.
        public var fileIndex: Int32?
        /// The line.
        public var line: Int32?
        /// The column.
        public var column: Int32?
        /// The function.
        public var function: String?
        /// The line's text.
        public var code: String?
        public var unknownFields = ProtobufUnknownFields()

        /// No place.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "file_index", &fileIndex)
            try visitor.field(2, "line", &line)
            try visitor.field(3, "col", &column)
            try visitor.field(4, "func", &function)
            try visitor.field(5, "code", &code)
        }
    }

    /// A stack trace, from the outermost call on.
    public struct StackTrace: ProtobufMessage {
        /// The places themselves.
        public var places: [FileLineColumn] = []
        /// The places by their numbers.
        public var frameIDs: [ProtobufFixed64] = []
        public var unknownFields = ProtobufUnknownFields()

        /// No places.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "file_line_cols", &places)
            try visitor.field(2, "frame_id", &frameIDs)
        }
    }

    /// A place in the source with its number.
    public struct FrameEntry: ProtobufMessage {
        /// The number.
        public var key: ProtobufFixed64?
        /// The place.
        public var value: FileLineColumn?
        public var unknownFields = ProtobufUnknownFields()

        /// Place 0.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "key", &key)
            try visitor.field(2, "value", &value)
        }
    }

    /// A trace with its number.
    public struct TraceEntry: ProtobufMessage {
        /// The number.
        public var key: ProtobufFixed64?
        /// The trace.
        public var value: StackTrace?
        public var unknownFields = ProtobufUnknownFields()

        /// Trace 0.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "key", &key)
            try visitor.field(2, "value", &value)
        }
    }

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "files", &files)
        try visitor.field(2, "traces", &traces)
        try visitor.field(4, "frames_by_id", &frames)
        try visitor.field(5, "name_to_trace_id", &traceIDs)
        try visitor.field(6, "traces_by_id", &numberedTraces)
    }
}
