/// A node of a graph.
public struct NodeDef: ProtobufMessage {
    /// The name, unique in its graph.
    public var name = ""
    /// The type of its operation, such as `MatMul`.
    public var op = ""
    /// Where its inputs come from: `node`, `node:port`, or `^node` for control inputs, which stand last.
    public var inputs: [String] = []
    /// The device it asks for.
    public var device = ""
    /// The values of its attributes.
    public var attributes: [String: AttrValue] = [:]
    /// What it was before a rewrite.
    public var experimentalDebugInfo: DebugInfo?
    /// The full type of its outputs.
    public var experimentalType: FullTypeDef?
    public var unknownFields = ProtobufUnknownFields()

    /// A node without a name.
    public init() {}

    /// The nodes that a rewrite made a node from.
    public struct DebugInfo: ProtobufMessage {
        /// Their names.
        public var originalNodeNames: [String] = []
        /// The functions they stood in.
        public var originalFunctionNames: [String] = []
        public var unknownFields = ProtobufUnknownFields()

        /// No nodes.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "original_node_names", &originalNodeNames)
            try visitor.field(2, "original_func_names", &originalFunctionNames)
        }
    }

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "name", &name)
        try visitor.field(2, "op", &op)
        try visitor.field(3, "input", &inputs)
        try visitor.field(4, "device", &device)
        try visitor.field(5, "attr", &attributes)
        try visitor.field(6, "experimental_debug_info", &experimentalDebugInfo)
        try visitor.field(7, "experimental_type", &experimentalType)
    }
}

/// A graph: nodes in any order.
public struct GraphDef: ProtobufMessage {
    /// The nodes.
    public var nodes: [NodeDef] = []
    /// Functions that nodes refer to by name.
    public var library: FunctionDefLibrary?
    /// The version of TensorFlow's graphs that it was written for, before ``versions`` took that over.
    public var version: Int32 = 0
    /// Which readers understand the graph.
    public var versions: VersionDef?
    /// Where in a program its nodes were made.
    public var debugInfo: GraphDebugInfo?
    public var unknownFields = ProtobufUnknownFields()

    /// A graph without nodes.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "node", &nodes)
        try visitor.field(2, "library", &library)
        try visitor.field(3, "version", &version)
        try visitor.field(4, "versions", &versions)
        try visitor.field(5, "debug_info", &debugInfo)
    }
}

/// Which version wrote some data, and which may read it.
public struct VersionDef: ProtobufMessage {
    /// The version that wrote it.
    public var producer: Int32 = 0
    /// The oldest version that may read it.
    public var minConsumer: Int32 = 0
    /// Later versions that may not.
    public var badConsumers: [Int32] = []
    public var unknownFields = ProtobufUnknownFields()

    /// Version 0.
    public init() {}

    /// Data by version `producer`.
    public init(producer: Int32, minConsumer: Int32 = 0) {
        self.producer = producer
        self.minConsumer = minConsumer
    }

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "producer", &producer)
        try visitor.field(2, "min_consumer", &minConsumer)
        try visitor.field(3, "bad_consumers", &badConsumers)
    }
}

/// The functions of a graph.
public struct FunctionDefLibrary: ProtobufMessage {
    /// The functions.
    public var functions: [FunctionDef] = []
    /// Which function computes the gradient of which.
    public var gradients: [GradientDef] = []
    /// Which registered operation computes the gradient of which function.
    public var registeredGradients: [RegisteredGradient] = []
    public var unknownFields = ProtobufUnknownFields()

    /// No functions.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "function", &functions)
        try visitor.field(2, "gradient", &gradients)
        try visitor.field(3, "registered_gradients", &registeredGradients)
    }
}

/// A function: a graph with arguments and results.
public struct FunctionDef: ProtobufMessage {
    /// Its name, arguments and results, in the form of an operation's definition.
    public var signature: OpDef?
    /// The nodes; their inputs are written `node:output:index`.
    public var nodes: [NodeDef] = []
    /// For each result, the output that it is.
    public var results: [String: String] = [:]
    /// Attributes such as `_noinline`.
    public var attributes: [String: AttrValue] = [:]
    /// For each control result, the node that it waits for.
    public var controlResults: [String: String] = [:]
    /// Attributes of arguments, by the arguments' numbers.
    public var argumentAttributes: [ArgumentAttributes] = []
    /// For resource arguments, numbers that are equal for equal resources.
    public var resourceArgumentIDs: [ResourceArgumentID] = []
    public var unknownFields = ProtobufUnknownFields()

    /// A function without a signature.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "signature", &signature)
        try visitor.field(3, "node_def", &nodes)
        try visitor.field(4, "ret", &results)
        try visitor.field(5, "attr", &attributes)
        try visitor.field(6, "control_ret", &controlResults)
        try visitor.field(7, "arg_attr", &argumentAttributes)
        try visitor.field(8, "resource_arg_unique_id", &resourceArgumentIDs)
    }

    /// The attributes of one argument: an entry of a map by the arguments' numbers.
    public struct ArgumentAttributes: ProtobufMessage {
        /// The argument's number.
        public var key: UInt32?
        /// Its attributes.
        public var value: Values?
        public var unknownFields = ProtobufUnknownFields()

        /// Attributes of argument 0.
        public init() {}

        /// The attributes.
        public struct Values: ProtobufMessage {
            /// The attributes by name.
            public var attributes: [String: AttrValue] = [:]
            public var unknownFields = ProtobufUnknownFields()

            /// No attributes.
            public init() {}

            public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
                try visitor.field(1, "attr", &attributes)
            }
        }

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "key", &key)
            try visitor.field(2, "value", &value)
        }
    }

    /// The resource that one argument is: an entry of a map by the arguments' numbers.
    public struct ResourceArgumentID: ProtobufMessage {
        /// The argument's number.
        public var key: UInt32?
        /// The resource's number.
        public var value: UInt32?
        public var unknownFields = ProtobufUnknownFields()

        /// Argument 0.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "key", &key)
            try visitor.field(2, "value", &value)
        }
    }
}

/// Says that a registered operation computes the gradient of a function.
public struct RegisteredGradient: ProtobufMessage {
    /// The gradient's function.
    public var gradientFunction = ""
    /// The operation type under which it is registered.
    public var registeredOperationType = ""
    public var unknownFields = ProtobufUnknownFields()

    /// No functions.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "gradient_func", &gradientFunction)
        try visitor.field(2, "registered_op_type", &registeredOperationType)
    }
}

/// Says that one function computes the gradient of another.
public struct GradientDef: ProtobufMessage {
    /// The function.
    public var functionName = ""
    /// Its gradient.
    public var gradientFunction = ""
    public var unknownFields = ProtobufUnknownFields()

    /// No functions.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "function_name", &functionName)
        try visitor.field(2, "gradient_func", &gradientFunction)
    }
}
