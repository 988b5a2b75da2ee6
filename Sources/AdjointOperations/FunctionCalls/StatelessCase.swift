public import AdjointCore

/// Calls one of several functions, which have no effects, and gives out its results. TF: `StatelessCase`.
///
/// branch_index: an int32 scalar, the function's place in the list; the last one is called for every other number.
/// input: the arguments of all functions. The results are of the types that `Tout` states.
public struct StatelessCase: ManyWayCall {
    public static let type = "StatelessCase"
    static let isStateful = false

    /// The functions.
    public var functions: [FunctionReference] = []
    /// The results.
    public var settings = BranchSettings()

    public init() {}
}
