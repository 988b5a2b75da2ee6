public import AdjointCore

extension Graph {
    /// The variables of a collection, in the order they were made.
    public func variables(in collection: CollectionKey) -> [Variable] {
        items(in: collection).compactMap { item in
            if case .object(let object) = item { object as? Variable } else { nil }
        }
    }

    /// All variables that sessions keep and savers save. TF: `tf.global_variables()`.
    public var globalVariables: [Variable] { variables(in: .globalVariables) }

    /// The variables that optimizers update unless told otherwise. TF: `tf.trainable_variables()`.
    public var trainableVariables: [Variable] { variables(in: .trainableVariables) }

    /// The global variables whose names begin with a match of a regular expression. TF: `get_collection(scope=)`.
    ///
    /// As Python's `re.match` does, the pattern matches from the start of a name and need not reach its end. A pattern
    /// that is not a regular expression is recorded as a mistake.
    public func globalVariables(
        in pattern: String, file: StaticString = #fileID, line: UInt = #line
    ) -> [Variable] {
        matching(pattern, in: .globalVariables, site: CreationSite(file, line))
    }

    /// The global variables whose names begin with a match of a regular expression.
    public func globalVariables<Output>(in pattern: Regex<Output>) -> [Variable] {
        globalVariables.filter { $0.matches(pattern) }
    }

    /// The trainable variables whose names begin with a match of a regular expression, as in
    /// `"hidden[34]|outputs"`. TF: `get_collection(TRAINABLE_VARIABLES, scope=)`.
    ///
    /// As Python's `re.match` does, the pattern matches from the start of a name and need not reach its end. A pattern
    /// that is not a regular expression is recorded as a mistake.
    public func trainableVariables(
        in pattern: String, file: StaticString = #fileID, line: UInt = #line
    ) -> [Variable] {
        matching(pattern, in: .trainableVariables, site: CreationSite(file, line))
    }

    /// The trainable variables whose names begin with a match of a regular expression.
    public func trainableVariables<Output>(in pattern: Regex<Output>) -> [Variable] {
        trainableVariables.filter { $0.matches(pattern) }
    }

    /// An op that sets all global variables to their initial values. TF: `tf.global_variables_initializer()`.
    public func variablesInitializer(
        name: String = "init", file: StaticString = #fileID, line: UInt = #line
    ) -> Operation {
        variablesInitializer(globalVariables, name: name, file: file, line: line)
    }

    /// An op that sets the given variables to their initial values. TF: `tf.variables_initializer`.
    public func variablesInitializer(
        _ variables: [Variable], name: String = "init", file: StaticString = #fileID, line: UInt = #line
    ) -> Operation {
        let initializers = variables.filter(\.isValid).map { (name: $0.initializer.name, operation: $0.initializer) }
        let sorted = initializers.sorted { $0.name < $1.name }.map(\.operation)
        return group(sorted, name: name, file: file, line: line) ?? .invalid(in: self)
    }

    private func matching(_ pattern: String, in collection: CollectionKey, site: CreationSite) -> [Variable] {
        do {
            let regex = try Regex(pattern)
            let variables = variables(in: collection).filter { $0.matches(regex) }
            ScopeQueries.of(self).note(
                pattern, site: site,
                matches: variables.compactMap { variable in
                    let name = variable.name
                    return (try? regex.prefixMatch(in: name)).map { (name, $0.range.upperBound) }
                })
            return variables
        } catch {
            record(GraphError(.variable, "'\(pattern)' is not a regular expression: \(error)", site: site))
            return []
        }
    }
}

extension Variable {
    /// Whether the name begins with a match; TensorFlow matches against the tensor's name, `hidden1/kernel:0`, so that
    /// a pattern may name the output too.
    fileprivate func matches<Output>(_ pattern: Regex<Output>) -> Bool {
        let name = name
        return (try? pattern.prefixMatch(in: name)) != nil || (try? pattern.prefixMatch(in: name + ":0")) != nil
    }
}
