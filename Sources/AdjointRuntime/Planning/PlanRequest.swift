import AdjointCore

/// What a plan is asked for: the key it is cached under.
struct PlanRequest: Sendable, Hashable {
    /// A fed tensor and the dimensions of the value.
    struct Feed: Sendable, Hashable {
        var output: NodeOutput
        var dimensions: [Int]
    }

    /// The tensors whose values are wanted, in order.
    var fetches: [NodeOutput]
    /// The operations that must run.
    var targets: [Int]
    /// The fed tensors, in the order values are handed over.
    var feeds: [Feed]
}
