import AdjointCore

/// What a plan is asked for: the key it is cached under.
struct PlanRequest: Sendable, Hashable {
    /// A fed tensor, the dimensions of the value, and the value itself if it is one bool: those decide conditionals, and
    /// a plan follows the taken side.
    struct Feed: Sendable, Hashable {
        var output: NodeOutput
        var dimensions: [Int]
        var condition: Bool?

        init(_ output: NodeOutput, _ value: FeedValue) {
            self.output = output
            dimensions = value.dimensions
            condition = value.condition
        }

        /// Whether a plan made for this feed serves `value`.
        func accepts(_ value: FeedValue) -> Bool {
            switch value {
            case .array(let array): array.dimensions == dimensions && value.condition == condition
            case .scalar: dimensions.isEmpty && value.condition == condition
            }
        }
    }

    /// The tensors whose values are wanted, in order.
    var fetches: [NodeOutput]
    /// The operations that must run.
    var targets: [Int]
    /// The fed tensors, in the order values are handed over.
    var feeds: [Feed]

    /// Whether a plan made for this request serves the given feeds.
    func accepts(_ values: [FeedValue]) -> Bool {
        for index in values.indices where !feeds[index].accepts(values[index]) { return false }
        return true
    }
}
