/// A node as the graph stores it: the NodeDef, decoded, with what was inferred about its outputs.
public struct Node: Sendable {
    /// The unique name.
    public internal(set) var name: String
    /// The decoded op; `nil` for a type that is not registered.
    public internal(set) var definition: (any OperationDefinition)?
    /// The data inputs.
    public internal(set) var inputs: [NodeOutput]
    /// Nodes that must run before this one.
    public internal(set) var controlInputs: [Int32]
    /// Element types and shapes of the outputs.
    public internal(set) var outputs: [TensorType]
    /// What is known of the outputs' elements; `nil` if nothing is known of any.
    public internal(set) var staticValues: [StaticValue?]?
    /// The device string, empty for none.
    public internal(set) var device: String
    /// Where it was made.
    public internal(set) var site: CreationSite?
    /// A mistake in an imported node, reported only when the node is needed.
    public internal(set) var deferredError: OperationError?

    /// The type attributes that the inputs determined, for a node built here.
    var inferredTypes: [(name: String, value: AttributeValue)]
    /// Attributes beyond the op's own (`_class` and the like); for an imported node, all of them.
    var storedAttributes: Attributes
    /// The type string where it is not that of the definition: for ops not known here, and for calls, whose type is the
    /// name of the function.
    var unregisteredType: String?
    /// Whether `storedAttributes` is complete because the node came from a file.
    public internal(set) var isImported: Bool
    /// What export needs, beside the decoded form, to give back the bytes that a file stated.
    public internal(set) var encoding: NodeEncoding?

    /// The op type string.
    public var type: String { unregisteredType ?? definition.map { Swift.type(of: $0).type } ?? "" }

    /// All attributes, as a NodeDef states them.
    public var attributes: Attributes {
        guard !isImported, unregisteredType == nil, let definition else { return storedAttributes }
        var result = storedAttributes
        for (name, value) in inferredTypes { result[name] = value }
        definition.encodeAttributes(into: &result)
        return result
    }
}

extension GraphSnapshot {
    /// The op type whose gradient a node states for its own; `nil` for most.
    package func statedGradientType(of index: Int) -> String? {
        withExtendedLifetime(list) {
            let stated = list.pointer(to: index).pointee.storedAttributes["_gradient_op_type"]
            guard case .string(let type)? = stated else { return nil }
            return type.description
        }
    }
}

extension OperationDefinition {
    /// Adds this definition's attributes to `attributes`.
    public func encodeAttributes(into attributes: inout Attributes) {
        for key in Self.attributes { attributes[key.name] = key.encode(self) }
    }

    /// Decodes a definition from raw attributes, absent ones keeping their defaults.
    ///
    /// - Throws: ``OperationError`` naming an attribute that is missing or of the wrong kind.
    public static func decoding(_ attributes: Attributes) throws(OperationError) -> Self {
        var definition = Self()
        for key in Self.attributes {
            guard let value = attributes[key.name] else {
                guard !key.isRequired else { throw OperationError("attribute '\(key.name)' is missing") }
                continue
            }
            guard key.decode(value, &definition) else {
                throw OperationError("attribute '\(key.name)' has a value of the wrong kind: \(value)")
            }
        }
        return definition
    }
}
