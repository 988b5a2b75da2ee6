public import AdjointCore

/// The running sum along an axis. TF: `Cumsum`.
public struct Cumsum: CumulativeArithmetic {
    public static let type = "Cumsum"
    public static let signature = OperationSignature.cumulative
    public static let attributes: [AttributeKey<Cumsum>] = cumulativeAttributes
    static let isProduct = false

    /// Whether an element's own value is left out of its result.
    public var isExclusive = false
    /// Whether to run from the last element to the first.
    public var isReversed = false

    public init() {}

    public static let gradient = GradientRule<Cumsum>.differentiable { definition, context in
        let gradient = context.outputGradient().cumulativeSum(
            axis: context.inputs[1], exclusive: definition.isExclusive, reverse: !definition.isReversed)
        return [gradient, nil]
    }
}

extension Tensor {
    /// The running sum along an axis. TF: `tf.cumsum`.
    ///
    /// Numeric types; integers wrap.
    /// - Parameters:
    ///   - axis: The axis; negative ones count from the end.
    ///   - exclusive: Whether an element's own value is left out of its result.
    ///   - reverse: Whether to run from the last element to the first.
    public func cumulativeSum(
        axis: some IndexOperand = 0, exclusive: Bool = false, reverse: Bool = false, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            Cumsum(exclusive: exclusive, reverse: reverse), operands: [.tensor(self), axis.operand("axis")], name: name,
            site: CreationSite(file, line))
    }
}
