public import AdjointCore

/// The running product along an axis. TF: `Cumprod`.
public struct Cumprod: CumulativeArithmetic {
    public static let type = "Cumprod"
    public static let signature = OperationSignature.cumulative
    public static let attributes: [AttributeKey<Cumprod>] = cumulativeAttributes
    static let isProduct = true

    /// Whether an element's own value is left out of its result.
    public var isExclusive = false
    /// Whether to run from the last element to the first.
    public var isReversed = false

    public init() {}

    public static let gradient = GradientRule<Cumprod>.differentiable { definition, context in
        // TF: `_CumprodGrad`; elements that are 0 get the gradient 0, which is not exact.
        let product = context.inputs[0].cumulativeProduct(
            axis: context.inputs[1], exclusive: definition.isExclusive, reverse: definition.isReversed)
        let sums = (product * context.outputGradient()).cumulativeSum(
            axis: context.inputs[1], exclusive: definition.isExclusive, reverse: !definition.isReversed)
        return [sums.dividedNoNaN(by: context.inputs[0]), nil]
    }
}

extension Tensor {
    /// The running product along an axis. TF: `tf.cumprod`.
    ///
    /// Numeric types; integers wrap.
    /// - Parameters:
    ///   - axis: The axis; negative ones count from the end.
    ///   - exclusive: Whether an element's own value is left out of its result.
    ///   - reverse: Whether to run from the last element to the first.
    public func cumulativeProduct(
        axis: some IndexOperand = 0, exclusive: Bool = false, reverse: Bool = false, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            Cumprod(exclusive: exclusive, reverse: reverse), operands: [.tensor(self), axis.operand("axis")],
            name: name,
            site: CreationSite(file, line))
    }
}
