public import AdjointCore

/// Whether `getVariable` makes a variable or finds one that exists. TF: `reuse`.
public enum VariableReuse: Sendable, Hashable {
    /// It makes one, and it is a mistake if one of that name exists.
    case never
    /// It finds one, and it is a mistake if there is none.
    case always
    /// It finds one if there is one and makes one otherwise. TF: `tf.AUTO_REUSE`.
    case automatic
}

/// What holds for the variables that `getVariable` makes inside a closure. TF: `tf.VariableScope`.
public struct VariableScope: BuildScopeExtension {
    /// The prefix of variable names, without a trailing slash; empty at the root.
    public internal(set) var name = ""
    /// Whether variables are made or found.
    public internal(set) var reuse = VariableReuse.never
    /// The initializer of variables that are given none.
    public internal(set) var initializer: Initializer?
    /// The regularizer of variables that are given none.
    public internal(set) var regularizer: Regularizer?
    /// The element type of variables that are given none.
    public internal(set) var dtype = DType.float32
    /// The name scope that was opened with this scope the first time, without a trailing slash.
    public internal(set) var originalNameScope = ""

    public static let defaultValue = VariableScope()
}

extension Graph {
    /// The variable scope that `getVariable` would use here. Keep it to enter the scope again later.
    public var currentVariableScope: VariableScope { scopeValue(VariableScope.self) }

    /// Prefixes the names of variables made in `body` with `name`, and those of ops with a name scope of that name.
    ///
    /// The variable scope is entered under its own name however often it is opened; only the name scope is made unique.
    /// TF: `tf.variable_scope`.
    /// - Parameters:
    ///   - reuse: Whether variables are made or found. `.never` stands for what the surrounding scope says: within a
    ///     scope that reuses, nothing can be made.
    ///   - initializer: Initializes variables that are given no initializer; by default, as the surrounding scope says.
    ///   - regularizer: Regularizes variables that are given no regularizer.
    ///   - dtype: The element type of variables that are given none.
    ///   - opensNameScope: Whether ops are named by the scope too. TF: `auxiliary_name_scope`.
    public func variableScope<Result>(
        _ name: String, reuse: VariableReuse = .never, initializer: Initializer? = nil,
        regularizer: Regularizer? = nil, dtype: DType? = nil, opensNameScope: Bool = true,
        _ body: () throws -> Result
    ) rethrows -> Result {
        let outer = currentVariableScope
        return try openVariableScope(
            outer.name.isEmpty ? name : outer.name + "/" + name, nameScope: opensNameScope ? name : nil,
            reuse: reuse, initializer: initializer, regularizer: regularizer, dtype: dtype, body)
    }

    /// A variable scope of the given name, made unique among the variable scopes (not the name scopes) beside it:
    /// `dense`, `dense_1`… TF: `tf.variable_scope(None, default_name)`.
    public func variableScope<Result>(
        defaultName: String, initializer: Initializer? = nil, regularizer: Regularizer? = nil, dtype: DType? = nil,
        _ body: () throws -> Result
    ) rethrows -> Result {
        let name = VariableStore.of(self).uniqueScopeName(defaultName, in: currentVariableScope.name)
        return try openVariableScope(
            name, nameScope: defaultName, reuse: .never, initializer: initializer, regularizer: regularizer,
            dtype: dtype, body)
    }

    /// Enters a variable scope again: its variable names, wherever this call stands, and a new name scope named by the
    /// last part of its name. TF: `tf.variable_scope(scope)`.
    public func variableScope<Result>(
        _ scope: VariableScope, reuse: VariableReuse = .never, opensNameScope: Bool = true,
        _ body: () throws -> Result
    ) rethrows -> Result {
        var entered = scope
        if reuse != .never { entered.reuse = reuse }
        let store = VariableStore.of(self)
        store.openScope(scope.name)
        let counts = store.scopeCounts()
        defer { store.restore(counts) }
        let lastPart = scope.name.split(separator: "/").last.map(String.init) ?? ""
        guard opensNameScope, !lastPart.isEmpty else { return try withScopeValue(entered, body) }
        return try nameScope(lastPart) { try withScopeValue(entered, body) }
    }

    private func openVariableScope<Result>(
        _ name: String, nameScope scopeName: String?, reuse: VariableReuse, initializer: Initializer?,
        regularizer: Regularizer?, dtype: DType?, _ body: () throws -> Result
    ) rethrows -> Result {
        var scope = currentVariableScope
        scope.name = name
        if reuse != .never { scope.reuse = reuse }
        if let initializer { scope.initializer = initializer }
        if let regularizer { scope.regularizer = regularizer }
        if let dtype { scope.dtype = dtype }
        let store = VariableStore.of(self)
        store.openScope(name)
        defer { store.closeScope(name) }
        let namePrefix = scopeName.map(resolveNameScope) ?? currentNameScope
        scope.originalNameScope = namePrefix
        return try nameScope(namePrefix.isEmpty ? "" : namePrefix + "/") { try withScopeValue(scope, body) }
    }
}
