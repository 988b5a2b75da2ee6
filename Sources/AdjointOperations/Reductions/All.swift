public import AdjointCore
import AdjointKernels

/// Whether all elements along axes are true. TF: `All`.
public struct All: Reduction {
    public static let type = "All"
    public static let signature = OperationSignature.booleanReduction
    public static let attributes: [AttributeKey<All>] = [.bool("keep_dims", \.keepsDimensions)]
    static let function = ReductionFunction.all

    /// Whether reduced axes stay with extent 1.
    public var keepsDimensions = false

    public init() {}

    public static let gradient = GradientRule<All>.stopsGradient(reason: "truth values have no gradient")
}

extension Tensor {
    /// Whether all elements along axes are true; true where there are none. Bool only.
    /// TF: `tf.reduce_all`.
    ///
    /// - Parameters:
    ///   - axes: One axis, several, or a tensor of them, negative ones counting from the end; all by default.
    ///   - keepingDimensions: Whether reduced axes stay with extent 1.
    public func all(
        axes: (any IndexOperand)? = nil, keepingDimensions: Bool = false, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        reduced(
            by: All(), axes: axes, keepingDimensions: keepingDimensions, name: name, site: CreationSite(file, line))
    }
}
