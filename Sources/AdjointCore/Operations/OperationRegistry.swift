/// The ops that a program knows, by type string. Building needs no registry; importing does.
public struct OperationRegistry: Sendable {
    /// The definitions by op type.
    public private(set) var definitions: [String: any OperationDefinition.Type] = [:]
    /// The rewrite rules of the planner, in the order they are tried.
    public private(set) var rewriteRules: [any RewriteRule] = []

    /// A registry of the given ops and rules.
    ///
    /// - Precondition: no two have the same type string.
    public init(_ definitions: [any OperationDefinition.Type], rewriteRules: [any RewriteRule] = []) {
        for definition in definitions { register(definition) }
        self.rewriteRules = rewriteRules
    }

    /// Adds an op of a user's own.
    ///
    /// - Precondition: the type string is free.
    public mutating func register(_ definition: any OperationDefinition.Type) {
        precondition(definitions[definition.type] == nil, "two ops are called '\(definition.type)'")
        definitions[definition.type] = definition
    }
}
