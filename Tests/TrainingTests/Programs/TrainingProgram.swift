package import Adjoint

/// A program that trains: the twin of the one with its name in Tests/Fixtures/training/programs.
package struct TrainingProgram: Sendable, CustomStringConvertible {
    /// What a program built.
    package struct Parts {
        /// Fetched with every step.
        package var loss: Tensor
        /// The op of one step.
        package var train: Operation
        /// What is fed in each step, beside the placeholders X (images; its shape says which) and y (labels).
        package var feeds: [Tensor: @Sendable (Int) -> any Feedable]
        /// What is evaluated on the first batch after training, by name.
        package var results: [(name: String, tensor: Tensor)]
        /// What is fed otherwise in that evaluation.
        package var evaluationFeeds: [Tensor: any Feedable]

        package init(
            loss: Tensor, train: Operation, feeds: [Tensor: @Sendable (Int) -> any Feedable] = [:],
            results: [(name: String, tensor: Tensor)] = [], evaluationFeeds: [Tensor: any Feedable] = [:]
        ) {
            self.loss = loss
            self.train = train
            self.feeds = feeds
            self.results = results
            self.evaluationFeeds = evaluationFeeds
        }
    }

    /// The name.
    package let description: String
    private let build: @Sendable (Graph) -> Parts

    /// A program that builds into a graph of seed 42.
    package init(_ name: String, build: @escaping @Sendable (Graph) -> Parts) {
        description = name
        self.build = build
    }

    /// Builds the graph.
    ///
    /// - Throws: the first mistake.
    package func built() throws -> (graph: Graph, parts: Parts) {
        let graph = Graph(seed: 42)
        let parts = build(graph)
        try graph.validate()
        return (graph, parts)
    }

    /// All programs.
    package static let all: [TrainingProgram] =
        optimizers + embeddings + schedules + losses + training + layers + switchedLayers
        + recurrentNets + convolutions
}

extension TrainingProgram.Parts {
    /// The values fed in a step.
    package func feeds(ofStep step: Int, isEvaluation: Bool = false) throws -> [Tensor: any Feedable] {
        let digits = try Digits.sample.get()
        var values: [Tensor: any Feedable] = [:]
        if let x = try? loss.graph.tensor("X:0") { values[x] = digits.images(ofStep: step, shape: x.shape) }
        if let y = try? loss.graph.tensor("y:0") { values[y] = digits.labels(ofStep: step) }
        for (tensor, value) in feeds { values[tensor] = value(step) }
        if isEvaluation { values.merge(evaluationFeeds) { $1 } }
        return values
    }
}
