public import AdjointCore

/// Calls one of two functions, which have no effects, and gives out its results. TF: `StatelessIf`.
///
/// cond: a scalar, which counts as a bool (see ``ToBool``); input: the arguments of both functions. The results are of the
/// types that `Tout` states.
public struct StatelessIf: TwoWayCall {
    public static let type = "StatelessIf"
    static let isStateful = false

    /// The function that is called where the condition holds.
    public var then = FunctionReference(name: "")
    /// The function that is called where it does not.
    public var otherwise = FunctionReference(name: "")
    /// The results.
    public var settings = BranchSettings()

    public init() {}
}
