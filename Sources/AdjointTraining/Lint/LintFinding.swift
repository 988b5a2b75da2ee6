public import AdjointCore

/// Something in a graph that is not wrong by itself, but is hardly ever meant.
public struct LintFinding: Sendable, CustomStringConvertible {
    /// What was found.
    public enum Kind: Sendable, Hashable, CaseIterable {
        /// An update of ``CollectionKey/updateOps`` that no training step runs: moving averages stay what they are.
        case updateNotRun
        /// A regularizer's loss that no training step depends on.
        case unusedRegularization
        /// Random numbers drawn for a result of inference: dropout was left on.
        case randomInference
        /// A result of inference computed from a batch's own statistics: a batch norm was left in training.
        case trainingStatisticsInInference
        /// A trainable variable that no loss depends on.
        case unreachedVariable
        /// A trainable variable whose gradient something cuts.
        case cutGradient
        /// Two writes to one variable in one run that nothing orders.
        case unorderedWrites
        /// A pattern of a scope that also matches a sibling, as `hidden1` does `hidden10`.
        case siblingInScope
        /// Ops that were added after the graph had first run, as in a loop.
        case graphGrew
    }

    /// What was found.
    public var kind: Kind
    /// The name of the op, variable or pattern.
    public var name: String
    /// Where it was made, if known.
    public var site: CreationSite?
    /// What is odd, in one sentence.
    public var message: String
    /// What to do.
    public var remedy: String

    /// `Model.swift:18: 'name': message` and the remedy on a line of its own.
    public var description: String {
        (site.map { "\($0): " } ?? "") + "'\(name)': \(message)\n  \(remedy)"
    }
}
