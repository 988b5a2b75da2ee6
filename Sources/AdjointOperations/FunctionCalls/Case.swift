public import AdjointCore

/// Calls one of several functions, which may have effects, and gives out its results. TF: `Case`.
///
/// branch_index: an int32 scalar, the function's place in the list; the last one is called for every other number.
/// input: the arguments of all functions. The results are of the types that `Tout` states.
public struct Case: ManyWayCall {
    public static let type = "Case"
    static let isStateful = true

    /// The functions.
    public var functions: [FunctionReference] = []
    /// The results.
    public var settings = BranchSettings()

    public init() {}
}
