public import AdjointCore
import AdjointKernels

/// The largest element along axes. TF: `Max`.
public struct Max: Reduction {
    public static let type = "Max"
    public static let signature = OperationSignature.reduction(in: .numeric)
    public static let attributes: [AttributeKey<Max>] = [.bool("keep_dims", \.keepsDimensions)]
    static let function = ReductionFunction.maximum

    /// Whether reduced axes stay with extent 1.
    public var keepsDimensions = false

    public init() {}

    public static let gradient = GradientRule<Max>.differentiable { definition, context in
        [context.sharingAmongExtremes(keepsDimensions: definition.keepsDimensions), nil]
    }
}

extension Tensor {
    /// The largest element along axes: -∞ (the least integer) where there are none, NaN where one is NaN.
    /// TF: `tf.reduce_max`.
    ///
    /// - Parameters:
    ///   - axes: One axis, several, or a tensor of them, negative ones counting from the end; all by default.
    ///   - keepingDimensions: Whether reduced axes stay with extent 1.
    public func max(
        axes: (any IndexOperand)? = nil, keepingDimensions: Bool = false, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        reduced(
            by: Max(), axes: axes, keepingDimensions: keepingDimensions, name: name, site: CreationSite(file, line))
    }
}
