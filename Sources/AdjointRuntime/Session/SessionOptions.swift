/// How a session plans and runs. None of these changes a bit of any result.
public struct SessionOptions: Sendable, Hashable {
    /// Threads to compute with, the calling one included; `nil` for all the process may use.
    public var threadCount: Int?
    /// Whether patterns of ops are replaced by fused kernels.
    public var fusesOperations = true
    /// Whether ops on constants are computed when the plan is made.
    public var foldsConstants = true
    /// Whether equal ops on equal inputs are computed once.
    public var mergesCommonSubexpressions = true

    /// The defaults, with a thread count if one is given.
    public init(threadCount: Int? = nil) { self.threadCount = threadCount }
}
