/// What holds for the nodes built inside a closure: names, control inputs, device, colocation.
///
/// A scope belongs to its closure and reaches it as a task-local value, so that two tasks building one graph do not
/// see each other's scopes. Scopes of several graphs can be open at once; each graph finds its own.
public final class BuildScope: Sendable {
    @TaskLocal static var innermost: BuildScope?

    let graph: ObjectIdentifier
    let parent: BuildScope?
    /// What the names of nodes built here begin with: that of the scope and a slash, empty at the root.
    let prefix: String
    /// What nodes built here must wait for, and which nodes already do.
    let control: ControlScope?
    let device: String
    /// What nodes built here state of where they live; empty if they live by themselves.
    let location: Attributes
    /// The conditional's side or the loop that ops are built in.
    let context: (any BuildContext)?
    /// Values that other modules keep per scope (variable scopes, control-flow contexts), by type.
    let extensions: [ObjectIdentifier: any Sendable]

    init(
        graph: ObjectIdentifier, parent: BuildScope?, prefix: String, control: ControlScope?, device: String,
        location: Attributes, context: (any BuildContext)?, extensions: [ObjectIdentifier: any Sendable]
    ) {
        self.graph = graph
        self.parent = parent
        self.prefix = prefix
        self.control = control
        self.device = device
        self.location = location
        self.context = context
        self.extensions = extensions
    }

    static func current(of graph: Graph) -> BuildScope? { innermost?.innermost(of: graph) }

    /// This scope or, if that is of another graph, the closest one around it that is of `graph`.
    func innermost(of graph: Graph) -> BuildScope? {
        var scope: BuildScope? = self
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
    public var currentNameScope: String { Self.nameOfOpenScope(currentPrefix) ?? "" }

    /// What the names of nodes built here begin with.
    private var currentPrefix: String { BuildScope.current(of: self)?.prefix ?? "" }

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
        // A name that is a prefix already is taken as it is.
        let isPrefix = name.utf8.last == UInt8(ascii: "/") && name.utf8.count > 1
        return try withScope(prefix: isPrefix ? name : Self.prefix(inScope: resolveNameScope(name)), body)
    }

    /// The prefix that opening the scope `name` here gives, without a trailing slash.
    public func resolveNameScope(_ name: String) -> String {
        if name.isEmpty { return "" }
        if let name = Self.nameOfOpenScope(name) { return name }
        let prefix = currentPrefix
        guard Self.isValidScopeName(name, atRoot: prefix.isEmpty) else {
            record(
                GraphError(
                    .name, "'\(name)' is not a name scope",
                    remedy: "use letters, digits and _ . - / \\, starting with a letter, digit or dot at the root"))
            return currentNameScope
        }
        return makeUniqueName(prefix + name)
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
        try withScope(location: operation.location, body)
    }

    /// Marks the ops built in `body` as living with the operation of that name, which may be yet to come: a variable's
    /// initial value is built before the variable.
    @discardableResult
    public func colocated<Result>(withOperationNamed name: String, _ body: () throws -> Result) rethrows -> Result {
        try withScope(location: Attributes(location: name), body)
    }

    /// Builds in `body` without the places of the surrounding scopes. TF: `tf.colocate_with(None, ignore_existing=True)`.
    @discardableResult
    public func withoutColocation<Result>(_ body: () throws -> Result) rethrows -> Result {
        try withScope(location: Attributes(), body)
    }

    /// Where ops built here live, as `loc:@name` entries of the `_class` attribute; empty if they live by themselves.
    public var currentColocations: [String] {
        BuildScope.current(of: self)?.location.classes.map(\.description) ?? []
    }

    func withScope<Result>(
        prefix: String? = nil, control: ControlScope?? = .none, device: String? = nil,
        location: Attributes? = nil, context: (any BuildContext)?? = .none,
        extensionValue: (ObjectIdentifier, any Sendable)? = nil,
        _ body: () throws -> Result
    ) rethrows -> Result {
        let innermost = BuildScope.innermost
        let outer = innermost?.innermost(of: self)
        var extensions = outer?.extensions ?? [:]
        if let (key, value) = extensionValue { extensions[key] = value }
        let scope = BuildScope(
            graph: ObjectIdentifier(self), parent: innermost,
            prefix: prefix ?? outer?.prefix ?? "", control: control ?? outer?.control,
            device: device ?? outer?.device ?? "", location: location ?? outer?.location ?? Attributes(),
            context: context ?? outer?.context, extensions: extensions)
        return try BuildScope.$innermost.withValue(scope, operation: body)
    }
}
