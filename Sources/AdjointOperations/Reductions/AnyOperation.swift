public import AdjointCore
import AdjointKernels

/// Whether any element along axes is true. TF: `Any`.
public struct AnyOperation: Reduction {
    public static let type = "Any"
    public static let signature = OperationSignature.booleanReduction
    public static let attributes: [AttributeKey<AnyOperation>] = [.bool("keep_dims", \.keepsDimensions)]
    static let function = ReductionFunction.any

    /// Whether reduced axes stay with extent 1.
    public var keepsDimensions = false

    public init() {}

    public static let gradient = GradientRule<AnyOperation>.stopsGradient(reason: "truth values have no gradient")
}

extension Tensor {
    /// Whether any element along axes is true; false where there are none. Bool only.
    /// TF: `tf.reduce_any`.
    ///
    /// - Parameters:
    ///   - axes: One axis, several, or a tensor of them, negative ones counting from the end; all by default.
    ///   - keepingDimensions: Whether reduced axes stay with extent 1.
    public func any(
        axes: (any IndexOperand)? = nil, keepingDimensions: Bool = false, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        reduced(
            by: AnyOperation(), axes: axes, keepingDimensions: keepingDimensions, name: name,
            site: CreationSite(file, line))
    }
}
