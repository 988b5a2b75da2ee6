public import AdjointCore
public import AdjointOperations

extension Graph {
    /// Freezes the variables whose names begin with a match of a regular expression: training steps built from now on
    /// leave them as they are.
    ///
    /// No gradient is computed and no slot made for them, nothing below the last of them is differentiated, and the
    /// moving averages among them are no longer updated. Steps that were built before stay as they are. What is frozen is
    /// a matter of this program: it is not exported with the graph.
    ///
    /// A pattern that matches nothing is recorded as a mistake.
    /// - Parameter pattern: Matched from the start of a name, as in `trainableVariables(in:)`; `"hidden[12]/"`.
    /// - Returns: The variables.
    @discardableResult
    public func freeze(in pattern: String, file: StaticString = #fileID, line: UInt = #line) -> [Variable] {
        let site = CreationSite(file, line)
        let mistakeCount = mistakes.count
        let variables = globalVariables(in: pattern, file: file, line: line)
        if variables.isEmpty, mistakes.count == mistakeCount {
            record(
                GraphError(
                    .variable, "no variable's name begins with a match of '\(pattern)', so nothing is frozen",
                    site: site, remedy: "freeze layers after they are built, by the names of their variables"))
        }
        return freeze(variables, file: file, line: line)
    }

    /// Freezes the variables whose names begin with a match of a regular expression.
    @discardableResult
    public func freeze<Output>(
        in pattern: Regex<Output>, file: StaticString = #fileID, line: UInt = #line
    ) -> [Variable] {
        freeze(globalVariables(in: pattern), file: file, line: line)
    }

    /// Freezes variables: training steps built from now on leave them as they are.
    @discardableResult
    public func freeze(_ variables: [Variable], file: StaticString = #fileID, line: UInt = #line) -> [Variable] {
        FrozenVariables.of(self).insert(variables, site: CreationSite(file, line))
        return variables
    }

    /// Freezes the variables that are made in `body`.
    @discardableResult
    public func freezing<Result>(
        file: StaticString = #fileID, line: UInt = #line, _ body: () throws -> Result
    ) rethrows -> Result {
        let count = globalVariables.count
        defer { freeze(Array(globalVariables.dropFirst(count)), file: file, line: line) }
        return try body()
    }

    /// Lets training steps built from now on update the variables whose names begin with a match again.
    ///
    /// Slots of an optimizer are made then, and a session's `initializeVariables()` sets these alone.
    /// - Returns: The variables.
    @discardableResult
    public func unfreeze(in pattern: String, file: StaticString = #fileID, line: UInt = #line) -> [Variable] {
        unfreeze(globalVariables(in: pattern, file: file, line: line))
    }

    /// Lets training steps built from now on update variables again.
    @discardableResult
    public func unfreeze(_ variables: [Variable]) -> [Variable] {
        FrozenVariables.of(self).remove(variables)
        return variables
    }

    /// The variables that are frozen.
    public var frozenVariables: [Variable] {
        let frozen = FrozenVariables.of(self)
        return globalVariables.filter { $0.isValid && frozen.contains($0.operation.index) }
    }

    /// The trainable variables that are not frozen: what optimizers update unless told otherwise.
    public var unfrozenTrainableVariables: [Variable] {
        let frozen = FrozenVariables.of(self)
        return trainableVariables.filter { $0.isValid && !frozen.contains($0.operation.index) }
    }

    /// Records a mistake if one of the variables that a step is to update is frozen, and returns whether none is.
    func expectUnfrozen(_ variables: [Variable], operationType: String, site: CreationSite) -> Bool {
        let frozen = FrozenVariables.of(self)
        for variable in variables {
            guard let frozenSite = frozen.site(of: variable.operation.index) else { continue }
            record(
                GraphError(
                    .variable, "'\(variable.name)' is to be updated, but was frozen at \(frozenSite)",
                    operationType: operationType, site: site,
                    remedy: "unfreeze it first, or leave it out of the variables to update"))
            return false
        }
        return true
    }
}
