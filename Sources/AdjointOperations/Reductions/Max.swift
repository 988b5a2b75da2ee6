public import AdjointCore

/// The largest element along axes. TF: `Max`.
public struct Max: Reduction {
    public static let type = "Max"
    public static let signature = reductionSignature(.numeric)
    public static let attributes: [AttributeKey<Max>] = reductionAttributes

    public var keepsDimensions = false

    public init() {}

    public static let gradient = GradientRule<Max>.notDifferentiable(reason: "pending")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        throw OperationError("no kernel for \(context.inputs[0].dtype.name)")
    }
}

extension Tensor {
    /// The largest element along axes: -∞ (the least integer) where there are none, NaN where there is one.
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
