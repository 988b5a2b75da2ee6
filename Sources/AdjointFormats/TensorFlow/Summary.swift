/// Values for TensorBoard to show.
public struct Summary: ProtobufMessage {
    /// The values.
    public var values: [Value] = []
    public var unknownFields = ProtobufUnknownFields()

    /// No values.
    public init() {}

    /// One value under a tag. At most one of the fields from ``simpleValue`` on is set.
    public struct Value: ProtobufMessage {
        /// The name it is shown under.
        public var tag = ""
        /// The node it comes from.
        public var nodeName = ""
        /// How to show it.
        public var metadata: Metadata?
        /// A number.
        public var simpleValue: Float?
        /// An image.
        public var image: Image?
        /// How values are distributed.
        public var histogram: HistogramProto?
        /// Sound.
        public var audio: Audio?
        /// A tensor.
        public var tensor: TensorProto?
        public var unknownFields = ProtobufUnknownFields()

        /// Nothing.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "tag", &tag)
            try visitor.field(2, "simple_value", &simpleValue)
            try visitor.field(4, "image", &image)
            try visitor.field(5, "histo", &histogram)
            try visitor.field(6, "audio", &audio)
            try visitor.field(7, "node_name", &nodeName)
            try visitor.field(8, "tensor", &tensor)
            try visitor.field(9, "metadata", &metadata)
        }
    }

    /// How to show a value.
    public struct Metadata: ProtobufMessage {
        /// The part of TensorBoard that shows it.
        public var pluginData: PluginData?
        /// A name for people.
        public var displayName = ""
        /// What it is, in Markdown.
        public var summaryDescription = ""
        public var unknownFields = ProtobufUnknownFields()

        /// Nothing.
        public init() {}

        /// A part of TensorBoard, and what it is told.
        public struct PluginData: ProtobufMessage {
            /// Its name, such as `scalars`.
            public var pluginName = ""
            /// What it is told.
            public var content = Bytes()
            public var unknownFields = ProtobufUnknownFields()

            /// Nothing.
            public init() {}

            public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
                try visitor.field(1, "plugin_name", &pluginName)
                try visitor.field(2, "content", &content)
            }
        }

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "plugin_data", &pluginData)
            try visitor.field(2, "display_name", &displayName)
            try visitor.field(3, "summary_description", &summaryDescription)
        }
    }

    /// An image.
    public struct Image: ProtobufMessage {
        /// The height in pixels.
        public var height: Int32 = 0
        /// The width in pixels.
        public var width: Int32 = 0
        /// The number of channels: 1 for grey, 2 with opacity, 3 for colour, 4 with opacity.
        public var colorspace: Int32 = 0
        /// The image as a PNG file.
        public var encoded = Bytes()
        public var unknownFields = ProtobufUnknownFields()

        /// No pixels.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "height", &height)
            try visitor.field(2, "width", &width)
            try visitor.field(3, "colorspace", &colorspace)
            try visitor.field(4, "encoded_image_string", &encoded)
        }
    }

    /// Sound.
    public struct Audio: ProtobufMessage {
        /// Samples per second.
        public var sampleRate: Float = 0
        /// The number of channels.
        public var channelCount: Int64 = 0
        /// The number of samples in each channel.
        public var frameCount: Int64 = 0
        /// The sound in the format that ``contentType`` says.
        public var encoded = Bytes()
        /// The format, such as `audio/wav`.
        public var contentType = ""
        public var unknownFields = ProtobufUnknownFields()

        /// Silence.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "sample_rate", &sampleRate)
            try visitor.field(2, "num_channels", &channelCount)
            try visitor.field(3, "length_frames", &frameCount)
            try visitor.field(4, "encoded_audio_string", &encoded)
            try visitor.field(5, "content_type", &contentType)
        }
    }

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "value", &values)
    }
}

/// How values are distributed.
public struct HistogramProto: ProtobufMessage {
    /// The least value.
    public var minimum: Double = 0
    /// The greatest value.
    public var maximum: Double = 0
    /// How many values there are.
    public var count: Double = 0
    /// Their sum.
    public var sum: Double = 0
    /// The sum of their squares.
    public var sumOfSquares: Double = 0
    /// The upper end of each bucket, which is not part of it; ascending.
    public var bucketLimits: [Double] = []
    /// How many values are in each bucket.
    public var buckets: [Double] = []
    public var unknownFields = ProtobufUnknownFields()

    /// No values.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "min", &minimum)
        try visitor.field(2, "max", &maximum)
        try visitor.field(3, "num", &count)
        try visitor.field(4, "sum", &sum)
        try visitor.field(5, "sum_squares", &sumOfSquares)
        try visitor.field(6, "bucket_limit", &bucketLimits)
        try visitor.field(7, "bucket", &buckets)
    }
}
