public import AdjointCore
public import AdjointOperations

extension Session {
    /// The value of a tensor.
    ///
    /// - Throws: ``GraphError``: a feed that does not fit, a placeholder not fed, variables not initialized, a value an op
    ///   cannot take.
    public func run(_ fetch: Tensor, feeding feeds: Feeds = [:]) throws(GraphError) -> NDArray {
        try run(fetches: [fetch], feeding: feeds)[0]
    }

    /// The value of a scalar tensor as a Swift number.
    ///
    /// - Throws: ``GraphError`` as `run` does, and if the tensor is not one element of that type.
    public func run<Scalar: TensorScalar>(
        _ fetch: Tensor, as type: Scalar.Type, feeding feeds: Feeds = [:]
    ) throws(GraphError) -> Scalar {
        let value = try run(fetch, feeding: feeds)
        do {
            return try value.scalar(as: type)
        } catch {
            throw GraphError(
                .fetch, "the value of '\(fetch.name)' cannot be read as \(type): \(error)", site: fetch.operation.site)
        }
    }

    /// The value of a variable.
    ///
    /// - Throws: ``GraphError`` if it is not initialized.
    public func value(of variable: Variable) throws(GraphError) -> NDArray { try run(variable.value) }

    /// The values of several tensors, all of one run.
    public func run(_ fetches: [Tensor], feeding feeds: Feeds = [:]) throws(GraphError) -> [NDArray] {
        try run(fetches: fetches, feeding: feeds)
    }

    /// Runs an operation for its effect.
    public func run(_ target: Operation, feeding feeds: Feeds = [:]) throws(GraphError) {
        try run(targets: [target], feeding: feeds)
    }

    /// Runs operations for their effect.
    public func run(targets: [Operation], feeding feeds: Feeds = [:]) throws(GraphError) {
        try run(fetches: [], targets: targets, feeding: feeds)
    }

    /// Runs operations and returns the values of tensors, all of one run.
    @discardableResult
    public func run(
        fetches: [Tensor], targets: [Operation] = [], feeding feeds: Feeds = [:]
    ) throws(GraphError) -> [NDArray] {
        try graph.validate()
        var values: [FeedValue] = []
        var request = PlanRequest(
            fetches: try fetches.map { tensor throws(GraphError) in try nodeOutput(tensor) },
            targets: try targets.map { target throws(GraphError) in try nodeIndex(target) }, feeds: [])
        for (tensor, value) in feeds.entries {
            let output = try nodeOutput(tensor)
            if request.feeds.contains(where: { $0.output == output }) {
                throw GraphError(.feed, "'\(tensor.name)' is fed twice")
            }
            let type = tensor.type
            let feed = value.feedValue(as: type.dtype)
            try check(feed, for: tensor, type)
            values.append(feed)
            request.feeds.append(PlanRequest.Feed(output, feed))
        }
        return try executor.run(plan(for: request), feeds: values)
    }

    func nodeOutput(_ tensor: Tensor) throws(GraphError) -> NodeOutput {
        guard tensor.graph === graph else { throw foreign(tensor.name) }
        guard tensor.isValid else {
            try graph.validate()
            throw GraphError(.fetch, "an invalid tensor cannot be run")
        }
        return NodeOutput(Int32(tensor.operation.index), Int32(tensor.outputIndex))
    }

    func nodeIndex(_ operation: Operation) throws(GraphError) -> Int {
        guard operation.graph === graph else { throw foreign(operation.name) }
        return operation.index
    }

    private func foreign(_ name: String) -> GraphError {
        GraphError(
            .foreignGraph, "'\(name)' belongs to another graph than the session's",
            remedy: "make a session for its graph")
    }

    /// Checks a fed value against what is known of the tensor.
    func check(_ feed: FeedValue, for tensor: Tensor, _ type: TensorType) throws(GraphError) {
        if type.isReference {
            throw GraphError(
                .feed, "'\(tensor.name)' is a variable's reference and cannot be fed", site: tensor.operation.site,
                remedy: "feed '\(tensor.operation.name)/read:0', or assign to the variable")
        }
        guard feed.dtype == type.dtype else {
            throw GraphError(
                .feed, "'\(tensor.name)' takes \(type.dtype.name), but the value fed is \(feed.dtype.name)",
                site: tensor.operation.site, remedy: "convert the value to \(type.dtype.name)")
        }
        guard type.shape.isCompatible(with: Shape(feed.dimensions)) else {
            throw GraphError(
                .feed, "'\(tensor.name)' takes \(type.shape), but the value fed is \(Shape(feed.dimensions))",
                site: tensor.operation.site)
        }
    }
}
