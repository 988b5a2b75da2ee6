import AdjointCore

/// Calls a function, which has no effects, on its own results as long as another one says so, and gives out the last results.
/// TF: `StatelessWhile`.
///
/// One input and output for each variable. The first function gives one value of the variables, which counts as a bool
/// (see ``ToBool``); the second the variables' next values. A variable keeps its element type; its shape may change.
public struct StatelessWhile: LoopCall {
    public static let type = "StatelessWhile"
    static let isStateful = false

    /// The functions.
    public var settings = LoopSettings()

    public init() {}
}
