/// What an operation takes, gives and is told: its definition, as graphs carry it for readers that do not know it.
public struct OpDef: ProtobufMessage {
    /// The operation's type.
    public var name = ""
    /// The inputs.
    public var inputArguments: [Argument] = []
    /// The outputs.
    public var outputArguments: [Argument] = []
    /// The attributes.
    public var attributes: [Attribute] = []
    /// One line about it.
    public var summary = ""
    /// All about it.
    public var details = ""
    /// Since when, and why, it should not be used.
    public var deprecation: Deprecation?
    /// Whether it may be applied to any number of inputs at once.
    public var isAggregate = false
    /// Whether running it twice can differ from running it once.
    public var isStateful = false
    /// Whether its inputs may be exchanged.
    public var isCommutative = false
    /// Whether it takes variables that have no value yet.
    public var allowsUninitializedInput = false
    /// Names for control dependencies of a function.
    public var controlOutputs: [String] = []
    /// Whether it talks to other machines.
    public var isDistributedCommunication = false
    public var unknownFields = ProtobufUnknownFields()

    /// An operation without a name.
    public init() {}

    /// An input or an output, or a run of them.
    public struct Argument: ProtobufMessage {
        /// The name.
        public var name = ""
        /// What it is for.
        public var details = ""
        /// The element type where it is always the same.
        public var type = DataType.invalid
        /// The attribute that is the element type.
        public var typeAttribute = ""
        /// The attribute that says how many there are.
        public var numberAttribute = ""
        /// The attribute that lists the element types of all.
        public var typeListAttribute = ""
        /// Of a handle, what it holds.
        public var handleData: [ResourceHandleProto.TypeAndShape] = []
        /// Whether it is a variable's buffer.
        public var isReference = false
        /// The full type.
        public var experimentalFullType: FullTypeDef?
        public var unknownFields = ProtobufUnknownFields()

        /// An argument without a name.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "name", &name)
            try visitor.field(2, "description", &details)
            try visitor.field(3, "type", &type)
            try visitor.field(4, "type_attr", &typeAttribute)
            try visitor.field(5, "number_attr", &numberAttribute)
            try visitor.field(6, "type_list_attr", &typeListAttribute)
            try visitor.field(7, "handle_data", &handleData)
            try visitor.field(16, "is_ref", &isReference)
            try visitor.field(17, "experimental_full_type", &experimentalFullType)
        }
    }

    /// An attribute.
    public struct Attribute: ProtobufMessage {
        /// The name.
        public var name = ""
        /// The kind of value, such as `int` or `list(shape)`.
        public var type = ""
        /// What absence stands for; nil where it must be given.
        public var defaultValue: AttrValue?
        /// What it is for.
        public var details = ""
        /// Whether ``minimum`` holds.
        public var hasMinimum = false
        /// The least value, or the least length of a list.
        public var minimum: Int64 = 0
        /// A list of the values allowed; nil for all.
        public var allowedValues: AttrValue?
        public var unknownFields = ProtobufUnknownFields()

        /// An attribute without a name.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "name", &name)
            try visitor.field(2, "type", &type)
            try visitor.field(3, "default_value", &defaultValue)
            try visitor.field(4, "description", &details)
            try visitor.field(5, "has_minimum", &hasMinimum)
            try visitor.field(6, "minimum", &minimum)
            try visitor.field(7, "allowed_values", &allowedValues)
        }
    }

    /// Since when, and why, an operation should not be used.
    public struct Deprecation: ProtobufMessage {
        /// The first version of graphs in which it is refused.
        public var version: Int32 = 0
        /// What to use in its place.
        public var explanation = ""
        public var unknownFields = ProtobufUnknownFields()

        /// Version 0.
        public init() {}

        public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "version", &version)
            try visitor.field(2, "explanation", &explanation)
        }
    }

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "name", &name)
        try visitor.field(2, "input_arg", &inputArguments)
        try visitor.field(3, "output_arg", &outputArguments)
        try visitor.field(4, "attr", &attributes)
        try visitor.field(5, "summary", &summary)
        try visitor.field(6, "description", &details)
        try visitor.field(8, "deprecation", &deprecation)
        try visitor.field(16, "is_aggregate", &isAggregate)
        try visitor.field(17, "is_stateful", &isStateful)
        try visitor.field(18, "is_commutative", &isCommutative)
        try visitor.field(19, "allows_uninitialized_input", &allowsUninitializedInput)
        try visitor.field(20, "control_output", &controlOutputs)
        try visitor.field(21, "is_distributed_communication", &isDistributedCommunication)
    }
}

/// Definitions of operations.
public struct OpList: ProtobufMessage {
    /// The definitions.
    public var ops: [OpDef] = []
    public var unknownFields = ProtobufUnknownFields()

    /// No definitions.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "op", &ops)
    }
}
