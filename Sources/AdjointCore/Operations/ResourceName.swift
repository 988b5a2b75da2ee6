/// What a session keeps an object under that nodes give out: nodes that state the same give out the same object.
/// TF: `container` and `shared_name`.
public struct ResourceName: Sendable, Hashable {
    /// What the object is: those of different kinds share no names.
    public var kind: String
    /// The group of names that the name belongs to, empty for the session's own.
    public var container: String
    /// The name; `nil` for that of the node.
    public var name: String?

    /// A name from its parts.
    public init(kind: String, container: String, name: String?) {
        self.kind = kind
        self.container = container
        self.name = name
    }

    /// A name that stands for that of the node where it is empty.
    public init(kind: String, container: String, nameUnlessEmpty name: String) {
        self.init(kind: kind, container: container, name: name.isEmpty ? nil : name)
    }
}

extension Node {
    /// What a session keeps the object under that the node gives out; `nil` for a node that gives out none, or one that
    /// is its own.
    var resourceName: ResourceName? {
        guard var resource = definition?.resourceName else { return nil }
        resource.name = resource.name ?? name
        return resource
    }

    /// The element type of the variable that the node is, or what it gives out otherwise.
    var resourceType: DType? { (definition?.handledVariable ?? outputs.first)?.dtype }
}
