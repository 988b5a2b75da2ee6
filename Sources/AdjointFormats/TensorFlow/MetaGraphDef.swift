/// A graph with all that a program needs to go on using it: the contents of a `.meta` file.
public struct MetaGraphDef: ProtobufMessage {
    /// Who wrote it.
    public var metaInfo: MetaInfo?
    /// The graph.
    public var graph: GraphDef?
    /// How to save and restore its variables.
    public var saver: SaverDef?
    /// The collections by name.
    public var collections: [String: CollectionDef] = [:]
    /// Named sets of inputs and outputs.
    public var signatures: [String: SignatureDef] = [:]
    /// Files that the graph reads.
    public var assetFiles: [AssetFileDef] = []
    public var unknownFields = ProtobufUnknownFields()

    /// No graph.
    public init() {}

    /// Who wrote a graph, and what a reader must know.
    public struct MetaInfo: ProtobufMessage {
        /// A version that the user gave.
        public var metaGraphVersion = ""
        /// The definitions of all operations in the graph.
        public var strippedOpList: OpList?
        /// Anything its writer has to say.
        public var anyInfo: AnyMessage?
        /// What the graph is for, such as `serve`.
        public var tags: [String] = []
        /// TensorFlow's version.
        public var tensorFlowVersion = ""
        /// TensorFlow's commit.
        public var tensorFlowGitVersion = ""
        /// Whether attributes at their defaults were left out.
        public var strippedDefaultAttributes = false
        /// Other names of functions.
        public var functionAliases: [String: String] = [:]
        public var unknownFields = ProtobufUnknownFields()

        /// Nothing.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "meta_graph_version", &metaGraphVersion)
            try visitor.field(2, "stripped_op_list", &strippedOpList)
            try visitor.field(3, "any_info", &anyInfo)
            try visitor.field(4, "tags", &tags)
            try visitor.field(5, "tensorflow_version", &tensorFlowVersion)
            try visitor.field(6, "tensorflow_git_version", &tensorFlowGitVersion)
            try visitor.field(7, "stripped_default_attrs", &strippedDefaultAttributes)
            try visitor.field(8, "function_aliases", &functionAliases)
        }
    }

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "meta_info_def", &metaInfo)
        try visitor.field(2, "graph_def", &graph)
        try visitor.field(3, "saver_def", &saver)
        try visitor.field(4, "collection_def", &collections)
        try visitor.field(5, "signature_def", &signatures)
        try visitor.field(6, "asset_file_def", &assetFiles)
    }
}

/// How to save and restore the variables of a graph by running nodes of it.
public struct SaverDef: ProtobufMessage {
    /// The tensor to feed with the checkpoint's prefix.
    public var filenameTensorName = ""
    /// The tensor to run in order to save.
    public var saveTensorName = ""
    /// The operation to run in order to restore.
    public var restoreOpName = ""
    /// How many checkpoints to keep; 0 for all.
    public var maxToKeep: Int32 = 0
    /// Whether each device saves a file of its own.
    public var sharded = false
    /// How often to keep one for good, in hours.
    public var keepCheckpointEveryNHours: Float = 0
    /// The format of the checkpoints.
    public var version = Version(rawValue: 0)
    public var unknownFields = ProtobufUnknownFields()

    /// A saver without nodes.
    public init() {}

    /// A format of checkpoints.
    public struct Version: ProtobufEnumeration {
        public var rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
        /// One file per shard, before the format had a number.
        public static let legacy = Version(rawValue: 0)
        /// One file per shard.
        public static let v1 = Version(rawValue: 1)
        /// An index and one data file per shard.
        public static let v2 = Version(rawValue: 2)
        public static let names: [Int32: String] = [0: "LEGACY", 1: "V1", 2: "V2"]
    }

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "filename_tensor_name", &filenameTensorName)
        try visitor.field(2, "save_tensor_name", &saveTensorName)
        try visitor.field(3, "restore_op_name", &restoreOpName)
        try visitor.field(4, "max_to_keep", &maxToKeep)
        try visitor.field(5, "sharded", &sharded)
        try visitor.field(6, "keep_checkpoint_every_n_hours", &keepCheckpointEveryNHours)
        try visitor.field(7, "version", &version)
    }
}

/// A named set of inputs and outputs.
public struct SignatureDef: ProtobufMessage {
    /// The inputs by name.
    public var inputs: [String: TensorInfo] = [:]
    /// The outputs by name.
    public var outputs: [String: TensorInfo] = [:]
    /// What it computes, such as `tensorflow/serving/predict`.
    public var methodName = ""
    /// What inputs that are not given are.
    public var defaults: [String: TensorProto] = [:]
    public var unknownFields = ProtobufUnknownFields()

    /// No inputs and outputs.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "inputs", &inputs)
        try visitor.field(2, "outputs", &outputs)
        try visitor.field(3, "method_name", &methodName)
        try visitor.field(4, "defaults", &defaults)
    }
}

/// A tensor of a graph.
public struct TensorInfo: ProtobufMessage {
    /// Its name, `node:port`; nil where it is made of several.
    public var name: String?
    /// The element type.
    public var dtype = DataType.invalid
    /// The shape.
    public var shape: TensorShapeProto?
    /// The tensors that a sparse one is made of.
    public var sparse: SparseTensor?
    public var unknownFields = ProtobufUnknownFields()

    /// No tensor.
    public init() {}

    /// The names of the tensors that a sparse one is made of.
    public struct SparseTensor: ProtobufMessage {
        /// The elements.
        public var values = ""
        /// Where they are.
        public var indices = ""
        /// The shape of the whole.
        public var denseShape = ""
        public var unknownFields = ProtobufUnknownFields()

        /// No tensors.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "values_tensor_name", &values)
            try visitor.field(2, "indices_tensor_name", &indices)
            try visitor.field(3, "dense_shape_tensor_name", &denseShape)
        }
    }

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "name", &name)
        try visitor.field(2, "dtype", &dtype)
        try visitor.field(3, "tensor_shape", &shape)
        try visitor.field(4, "coo_sparse", &sparse)
    }
}

/// A file that a graph reads, and the tensor that is its path.
public struct AssetFileDef: ProtobufMessage {
    /// The tensor.
    public var tensor: TensorInfo?
    /// The file's name beside the graph.
    public var fileName = ""
    public var unknownFields = ProtobufUnknownFields()

    /// No file.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "tensor_info", &tensor)
        try visitor.field(2, "filename", &fileName)
    }
}

/// Graphs that belong together: the contents of a `saved_model.pb`.
public struct SavedModel: ProtobufMessage {
    /// The version of the format: 1.
    public var schemaVersion: Int64 = 0
    /// The graphs.
    public var metaGraphs: [MetaGraphDef] = []
    public var unknownFields = ProtobufUnknownFields()

    /// No graphs.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "saved_model_schema_version", &schemaVersion)
        try visitor.field(2, "meta_graphs", &metaGraphs)
    }
}
