/// What holds for the nodes built inside a closure: names, control inputs, device, colocation.
///
/// A scope belongs to its closure and reaches it as a task-local value, so that two tasks building one graph do not
/// see each other's scopes. Scopes of several graphs can be open at once; each graph finds its own.
public final class BuildScope: Sendable {
    @TaskLocal static var innermost: BuildScope?

    let graph: ObjectIdentifier
    let parent: BuildScope?
    /// The name prefix without the trailing slash, empty at the root.
    let namePrefix: String
    /// What nodes built here must wait for, and which nodes already do.
    let control: ControlScope?
    let device: String
    let colocations: [String]
    /// The conditional's side or the loop that ops are built in.
    let context: (any BuildContext)?
    /// Values that other modules keep per scope (variable scopes, control-flow contexts), by type.
    let extensions: [ObjectIdentifier: any Sendable]

    init(
        graph: ObjectIdentifier, parent: BuildScope?, namePrefix: String, control: ControlScope?, device: String,
        colocations: [String], context: (any BuildContext)?, extensions: [ObjectIdentifier: any Sendable]
    ) {
        self.graph = graph
        self.parent = parent
        self.namePrefix = namePrefix
        self.control = control
        self.device = device
        self.colocations = colocations
        self.context = context
        self.extensions = extensions
    }

    static func current(of graph: Graph) -> BuildScope? {
        var scope = innermost
        while let candidate = scope, candidate.graph != ObjectIdentifier(graph) { scope = candidate.parent }
        return scope
    }
}

/// A value that a module keeps per build scope.
public protocol BuildScopeExtension: Sendable {
    /// The value where none was set.
    static var defaultValue: Self { get }
}

extension Graph {
    /// The name prefix of the current scope without a trailing slash, empty at the root.
    public var currentNameScope: String { BuildScope.current(of: self)?.namePrefix ?? "" }

    /// The current scope's value of a module's extension.
    public func scopeValue<Value: BuildScopeExtension>(_ type: Value.Type) -> Value {
        BuildScope.current(of: self)?.extensions[ObjectIdentifier(type)] as? Value ?? Value.defaultValue
    }

    /// Runs `body` with an extension's value set.
    public func withScopeValue<Value: BuildScopeExtension, Result>(
        _ value: Value, _ body: () throws -> Result
    ) rethrows -> Result {
        try withScope(extensionValue: (ObjectIdentifier(Value.self), value), body)
    }

    /// Prefixes the names of ops built in `body` with `name`, made unique: opening `dnn` twice gives `dnn` and `dnn_1`.
    ///
    /// A name that ends in a slash re-enters exactly that scope, and the empty name returns to the root.
    /// TF: `tf.name_scope`.
    @discardableResult
    public func nameScope<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
        try withScope(namePrefix: resolveNameScope(name), body)
    }

    /// The prefix that opening the scope `name` here gives, without a trailing slash.
    public func resolveNameScope(_ name: String) -> String {
        if name.isEmpty { return "" }
        if let name = Self.nameOfOpenScope(name) { return name }
        let outer = currentNameScope
        guard Self.isValidScopeName(name, atRoot: outer.isEmpty) else {
            record(
                GraphError(
                    .name, "'\(name)' is not a name scope",
                    remedy: "use letters, digits and _ . - / \\, starting with a letter, digit or dot at the root"))
            return outer
        }
        return makeUniqueName(Self.joinedName(outer, name))
    }

    /// The name of the scope that `name`, for its trailing slash, says is open already; nil where it has none.
    static func nameOfOpenScope(_ name: String) -> String? {
        name.utf8.last == UInt8(ascii: "/") ? String(Substring(name.utf8.dropLast())) : nil
    }

    /// `outer/name`, or `name` alone at the root.
    static func joinedName(_ outer: String, _ name: String) -> String {
        if outer.isEmpty { return name }
        // Every op of a graph comes by here, and an addition of three strings would make two of them.
        var joined = ""
        joined.reserveCapacity(outer.utf8.count + 1 + name.utf8.count)
        joined += outer
        joined += "/"
        joined += name
        return joined
    }

    /// Makes the ops built in `body` run after `operations`.
    ///
    /// An op whose inputs were themselves built inside needs no edge of its own. TF: `tf.control_dependencies`.
    @discardableResult
    public func withControlDependencies<Result>(
        on operations: [Operation], _ body: () throws -> Result
    ) rethrows -> Result {
        let outer = BuildScope.current(of: self)
        let nodes = operations.compactMap { operation -> Int32? in
            guard operation.graph === self else {
                record(foreignGraphError(operation.name))
                return nil
            }
            return Int32(operation.index)
        }
        return try withScope(control: .some(ControlScope(nodes: nodes, parent: outer?.control)), body)
    }

    /// Builds in `body` without the control dependencies of the surrounding scopes, and outside of the conditional or
    /// loop that is being built. TF: `control_dependencies(None)`.
    @discardableResult
    public func withoutControlDependencies<Result>(_ body: () throws -> Result) rethrows -> Result {
        try withScope(control: .some(nil), context: .some(nil), body)
    }

    /// Places the ops built in `body` on a device, given as TensorFlow's device string. Kept for TensorFlow; ignored by
    /// sessions here. TF: `tf.device`.
    @discardableResult
    public func device<Result>(_ device: String, _ body: () throws -> Result) rethrows -> Result {
        try withScope(device: device, body)
    }

    /// Marks the ops built in `body` as living with `operation` (the `_class` attribute). TF: `tf.colocate_with`.
    @discardableResult
    public func colocated<Result>(with operation: Operation, _ body: () throws -> Result) rethrows -> Result {
        try colocated(withOperationNamed: operation.colocationRoot, body)
    }

    /// Marks the ops built in `body` as living with the operation of that name, which may be yet to come: a variable's
    /// initial value is built before the variable.
    @discardableResult
    public func colocated<Result>(withOperationNamed name: String, _ body: () throws -> Result) rethrows -> Result {
        try withScope(colocations: ["loc:@" + name], body)
    }

    /// Where ops built here live, as `loc:@name` entries of the `_class` attribute; empty if they live by themselves.
    public var currentColocations: [String] { BuildScope.current(of: self)?.colocations ?? [] }

    func withScope<Result>(
        namePrefix: String? = nil, control: ControlScope?? = .none, device: String? = nil,
        colocations: [String]? = nil, context: (any BuildContext)?? = .none,
        extensionValue: (ObjectIdentifier, any Sendable)? = nil,
        _ body: () throws -> Result
    ) rethrows -> Result {
        let outer = BuildScope.current(of: self)
        var extensions = outer?.extensions ?? [:]
        if let (key, value) = extensionValue { extensions[key] = value }
        let scope = BuildScope(
            graph: ObjectIdentifier(self), parent: BuildScope.innermost,
            namePrefix: namePrefix ?? outer?.namePrefix ?? "", control: control ?? outer?.control,
            device: device ?? outer?.device ?? "", colocations: colocations ?? outer?.colocations ?? [],
            context: context ?? outer?.context, extensions: extensions)
        return try BuildScope.$innermost.withValue(scope, operation: body)
    }

    /// Whether TensorFlow takes `name` as a scope: `[A-Za-z0-9.][A-Za-z0-9_.\\-/]*` at the root, the second class within.
    static func isValidScopeName(_ name: String, atRoot: Bool) -> Bool {
        guard let first = name.utf8.first else { return false }
        if atRoot, !isAlphanumeric(first), first != UInt8(ascii: ".") { return false }
        return name.utf8.allSatisfy { isAlphanumeric($0) || [0x5f, 0x2e, 0x5c, 0x2d, 0x2f].contains($0) }
    }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
