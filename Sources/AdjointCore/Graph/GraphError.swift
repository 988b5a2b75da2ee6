/// A mistake in a graph or in how it is used: what kind, which op, which tensors, where in the source, what to do.
public struct GraphError: Error, Sendable {
    /// The kind of mistake.
    public enum Kind: Sendable, Hashable {
        /// Shapes that an op cannot take.
        case shape
        /// An element type that an op cannot take.
        case elementType
        /// A wrong number of inputs.
        case arity
        /// A malformed or taken name.
        case name
        /// A tensor or operation of another graph.
        case foreignGraph
        /// An attribute that is missing or malformed.
        case attribute
        /// An op type that is not registered.
        case unknownOperation
        /// A name that is not in the graph.
        case notFound
        /// A variable that exists, or does not, against what its scope asks for.
        case variable
        /// A gradient that does not exist.
        case gradient
        /// A fed value that does not fit, or a placeholder that was not fed.
        case feed
        /// A fetch that cannot be computed.
        case fetch
        /// Variables read before they were initialized.
        case uninitializedVariables
        /// A value met during a run that the op cannot take.
        case value
    }

    /// One tensor that the mistake is about.
    public struct Subject: Sendable {
        /// Its part, such as `left` or `labels`.
        public var role: String
        /// Its name.
        public var name: String
        /// Element type and shape.
        public var type: TensorType
        /// Where it was made.
        public var site: CreationSite?

        /// A subject from its parts.
        public init(role: String, name: String, type: TensorType, site: CreationSite?) {
            self.role = role
            self.name = name
            self.type = type
            self.site = site
        }
    }

    /// The kind of mistake.
    public var kind: Kind
    /// What is wrong.
    public var message: String
    /// The type of the op it happened in, if one.
    public var operationType: String?
    /// The name the op has or would have had.
    public var operationName: String?
    /// Where the op was made.
    public var site: CreationSite?
    /// The tensors it is about.
    public var subjects: [Subject]
    /// What would put it right.
    public var remedy: String?

    /// An error from its parts.
    public init(
        _ kind: Kind, _ message: String, operationType: String? = nil, operationName: String? = nil,
        site: CreationSite? = nil, subjects: [Subject] = [], remedy: String? = nil
    ) {
        self.kind = kind
        self.message = message
        self.operationType = operationType
        self.operationName = operationName
        self.site = site
        self.subjects = subjects
        self.remedy = remedy
    }
}

extension GraphError: CustomStringConvertible {
    /// The source line, the op and the mistake; then a line for each tensor, and the remedy.
    public var description: String {
        var text = site.map { "\($0): " } ?? ""
        if let operationType { text += operationType + (operationName.map { " '\($0)'" } ?? "") + ": " }
        text += message
        let roleWidth = subjects.map(\.role.count).max() ?? 0
        let nameWidth = subjects.map(\.name.count).max() ?? 0
        for subject in subjects {
            func padded(_ text: String, _ width: Int) -> String {
                text + String(repeating: " ", count: max(0, width - text.count))
            }
            text += "\n  \(padded(subject.role, roleWidth))  \(padded(subject.name, nameWidth))  \(subject.type)"
            if let site = subject.site { text += "   made at \(site)" }
        }
        if let remedy { text += "\n  " + remedy }
        return text
    }
}
