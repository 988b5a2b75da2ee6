public import AdjointCore
import AdjointKernels

/// The sum along axes. TF: `Sum`.
public struct Sum: Reduction {
    public static let type = "Sum"
    public static let signature = OperationSignature.reduction(in: .numeric)
    public static let attributes: [AttributeKey<Sum>] = [.bool("keep_dims", \.keepsDimensions)]
    static let function = ReductionFunction.sum

    /// Whether reduced axes stay with extent 1.
    public var keepsDimensions = false

    public init() {}

    public static let gradient = GradientRule<Sum>.differentiable { definition, context in
        [context.spreadingOverReducedAxes(keepsDimensions: definition.keepsDimensions), nil]
    }
}

extension Tensor {
    /// The sum of the elements along axes: 0 where there are none.
    /// TF: `tf.reduce_sum`. Integers wrap.
    ///
    /// - Parameters:
    ///   - axes: One axis, several, or a tensor of them, negative ones counting from the end; all by default.
    ///   - keepingDimensions: Whether reduced axes stay with extent 1.
    public func sum(
        axes: (any IndexOperand)? = nil, keepingDimensions: Bool = false, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        reduced(
            by: Sum(), axes: axes, keepingDimensions: keepingDimensions, name: name, site: CreationSite(file, line))
    }
}
