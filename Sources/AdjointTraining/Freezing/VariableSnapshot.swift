public import AdjointCore
public import AdjointOperations
public import AdjointRuntime

/// The values of variables at one moment, to see later which of them moved.
///
/// ```swift
/// let before = try VariableSnapshot(of: graph.frozenVariables, in: session)
/// // … train …
/// precondition(try before.changedVariables(in: session).isEmpty)
/// ```
public struct VariableSnapshot: Sendable {
    /// The variables, in the order given.
    public let variables: [Variable]
    /// Their values.
    public let values: [NDArray]

    /// The values that variables have in a session.
    ///
    /// - Throws: ``GraphError`` if one is not initialized.
    public init(of variables: [Variable], in session: Session) throws {
        self.variables = variables
        values = try session.run(variables.map(\.value))
    }

    /// The variables of which a bit is not what it was.
    ///
    /// - Throws: ``GraphError`` as a run of the session does.
    /// - Complexity: Linear in the bytes of the variables.
    public func changedVariables(in session: Session) throws -> [Variable] {
        let now = try session.run(variables.map(\.value))
        return variables.indices.filter { !values[$0].isBitwiseEqual(to: now[$0]) }.map { variables[$0] }
    }
}
