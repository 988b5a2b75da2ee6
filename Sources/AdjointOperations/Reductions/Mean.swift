public import AdjointCore
import AdjointKernels

/// The arithmetic mean along axes. TF: `Mean`.
public struct Mean: Reduction {
    public static let type = "Mean"
    public static let signature = OperationSignature.reduction(in: .numeric)
    public static let attributes: [AttributeKey<Mean>] = [.bool("keep_dims", \.keepsDimensions)]
    static let function = ReductionFunction.mean

    /// Whether reduced axes stay with extent 1.
    public var keepsDimensions = false

    public init() {}

    public static let gradient = GradientRule<Mean>.differentiable { definition, context in
        let spread = context.spreadingOverReducedAxes(keepsDimensions: definition.keepsDimensions)
        return [spread / context.countOfReducedElements(as: spread.dtype), nil]
    }
}

extension GradientContext {
    /// How many elements each mean is of. TF: in `_MeanGrad`.
    fileprivate func countOfReducedElements(as dtype: DType) -> Tensor {
        if let count = inputs[0].shape.elementCount, let means = outputs[0].shape.elementCount {
            return graph.constant(NDArray(count / max(means, 1), dtype: dtype))
        }
        let shape = inputs[0].shapeTensor()
        let rank = shape.sizeTensor()
        let axes = (inputs[1].cast(to: .int32) + rank) % rank
        return shape.gathered(at: axes).product().cast(to: dtype)
    }
}

extension Tensor {
    /// The arithmetic mean of the elements along axes: NaN where there are none.
    /// TF: `tf.reduce_mean`. Integers truncate toward zero.
    ///
    /// - Parameters:
    ///   - axes: One axis, several, or a tensor of them, negative ones counting from the end; all by default.
    ///   - keepingDimensions: Whether reduced axes stay with extent 1.
    public func mean(
        axes: (any IndexOperand)? = nil, keepingDimensions: Bool = false, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        reduced(
            by: Mean(), axes: axes, keepingDimensions: keepingDimensions, name: name, site: CreationSite(file, line))
    }
}
