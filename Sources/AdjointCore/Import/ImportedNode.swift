/// A node as a file states it.
public struct ImportedNode: Sendable {
    /// The name.
    public var name: String
    /// The op type.
    public var type: String
    /// The inputs by name, `a` or `a:1` for data and `^a` for control.
    public var inputs: [String]
    /// The device string, empty for none.
    public var device: String
    /// The attributes as stated.
    public var attributes: Attributes
    /// What is to be understood where an attribute is stated, if that differs: files of an older version may mean
    /// something else by the same value. Export keeps what was stated.
    public var corrections: Attributes
    /// What export needs to give back the same bytes; `nil` if the decoded form does.
    public var encoding: NodeEncoding?

    /// A node from its parts.
    public init(
        name: String, type: String, inputs: [String] = [], device: String = "", attributes: Attributes = Attributes(),
        corrections: Attributes = Attributes(), encoding: NodeEncoding? = nil
    ) {
        self.name = name
        self.type = type
        self.inputs = inputs
        self.device = device
        self.attributes = attributes
        self.corrections = corrections
        self.encoding = encoding
    }
}

/// What a file states of a node that its decoded form does not keep: carried through to export, read by nobody.
public struct NodeEncoding: Sendable {
    /// Encoded attributes, by name, that encoding their decoded values would not give back byte for byte.
    public var attributes: [String: [UInt8]]
    /// Encoded fields beside name, type, inputs, device and attributes.
    public var fields: [UInt8]

    /// An encoding from its parts.
    public init(attributes: [String: [UInt8]] = [:], fields: [UInt8] = []) {
        self.attributes = attributes
        self.fields = fields
    }
}

/// What is known of an op type that is not registered: a file may describe the ops it uses.
public struct OpaqueOperation: Sendable {
    /// What runs such an op, given its attributes; `nil` if nothing does.
    public var definition: (@Sendable (Attributes) -> any OperationDefinition)?
    /// The inputs and outputs.
    public var signature: OperationSignature
    /// The values of attributes that a node leaves out.
    public var attributeDefaults: Attributes

    /// A description from its parts.
    public init(signature: OperationSignature, attributeDefaults: Attributes = Attributes()) {
        self.signature = signature
        self.attributeDefaults = attributeDefaults
    }
}
