public import AdjointCore

/// Calls one of two functions, which may have effects, and gives out its results. TF: `If`.
///
/// cond: a scalar, which counts as a bool (see ``ToBool``); input: the arguments of both functions. The results are of the
/// types that `Tout` states.
public struct If: TwoWayCall {
    public static let type = "If"
    static let isStateful = true

    /// The function that is called where the condition holds.
    public var then = FunctionReference(name: "")
    /// The function that is called where it does not.
    public var otherwise = FunctionReference(name: "")
    /// The results.
    public var settings = BranchSettings()

    public init() {}
}
