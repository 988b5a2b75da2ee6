public import AdjointCore

/// A run compiled once and called many times: feeds in a fixed order, no look-up by name and, where nothing is
/// fetched, no allocation a call.
///
/// Keeps a few plans, one for each combination of fed shapes it met lately, so that the last, smaller batch of an epoch
/// does not recompile. May be called from several threads.
public final class PreparedStep: Sendable {
    private let run: PreparedRun

    init(_ run: PreparedRun) { self.run = run }

    /// Runs the step on one value for each tensor it was prepared for, in their order, and returns the fetched values.
    ///
    /// - Throws: ``GraphError`` for a value that does not fit its tensor, and whatever the run throws.
    @discardableResult
    public func callAsFunction<each Input: Feedable>(_ input: repeat each Input) throws(GraphError) -> [NDArray] {
        let feeds = run.takeFeeds()
        defer { run.giveBack(feeds) }
        repeat feeds.append(each input, types: run.feedTypes)
        return try run.callAsFunction(feeds)
    }

    /// Runs the step on values given as an array.
    @discardableResult
    public func callAsFunction(values: [any Feedable]) throws(GraphError) -> [NDArray] {
        let feeds = run.takeFeeds()
        defer { run.giveBack(feeds) }
        for value in values { feeds.append(value, types: run.feedTypes) }
        return try run.callAsFunction(feeds)
    }
}

extension Session {
    /// Compiles a run of an operation for repeated calls.
    ///
    /// ```swift
    /// let step = try session.prepare(train, feeding: x, y)
    /// try step(images, labels)
    /// ```
    public func prepare(_ target: Operation, feeding feeds: Tensor...) throws(GraphError) -> PreparedStep {
        PreparedStep(try PreparedRun(session: self, fetches: [], targets: [target], feeds: feeds))
    }

    /// Compiles a run that returns the value of a tensor.
    public func prepare(_ fetch: Tensor, feeding feeds: Tensor...) throws(GraphError) -> PreparedStep {
        PreparedStep(try PreparedRun(session: self, fetches: [fetch], targets: [], feeds: feeds))
    }

    /// Compiles a run that executes operations and returns the values of tensors.
    public func prepare(
        fetches: [Tensor], targets: [Operation] = [], feeding feeds: [Tensor]
    ) throws(GraphError) -> PreparedStep {
        PreparedStep(try PreparedRun(session: self, fetches: fetches, targets: targets, feeds: feeds))
    }
}
