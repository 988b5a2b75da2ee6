import AdjointCore

/// Calls a function, which may have effects, on its own results as long as another one says so, and gives out the last results.
/// TF: `While`.
///
/// One input and output for each variable. The first function gives one value of the variables, which counts as a bool
/// (see ``ToBool``); the second the variables' next values. A variable keeps its element type; its shape may change.
public struct While: LoopCall {
    public static let type = "While"
    static let isStateful = true

    /// The functions.
    public var settings = LoopSettings()

    public init() {}
}
