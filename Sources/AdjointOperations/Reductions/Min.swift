public import AdjointCore
import AdjointKernels

/// The smallest element along axes. TF: `Min`.
public struct Min: Reduction {
    public static let type = "Min"
    public static let signature = OperationSignature.reduction(in: .numeric)
    public static let attributes: [AttributeKey<Min>] = [.bool("keep_dims", \.keepsDimensions)]
    static let function = ReductionFunction.minimum

    /// Whether reduced axes stay with extent 1.
    public var keepsDimensions = false

    public init() {}

    public static let gradient = GradientRule<Min>.differentiable { definition, context in
        [context.sharingAmongExtremes(keepsDimensions: definition.keepsDimensions), nil]
    }
}

extension Tensor {
    /// The smallest element along axes: ∞ (the greatest integer) where there are none, NaN where one is NaN.
    /// TF: `tf.reduce_min`.
    ///
    /// - Parameters:
    ///   - axes: One axis, several, or a tensor of them, negative ones counting from the end; all by default.
    ///   - keepingDimensions: Whether reduced axes stay with extent 1.
    public func min(
        axes: (any IndexOperand)? = nil, keepingDimensions: Bool = false, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        reduced(
            by: Min(), axes: axes, keepingDimensions: keepingDimensions, name: name, site: CreationSite(file, line))
    }
}
