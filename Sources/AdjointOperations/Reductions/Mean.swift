public import AdjointCore

/// The arithmetic mean along axes. TF: `Mean`.
public struct Mean: Reduction {
    public static let type = "Mean"
    public static let signature = reductionSignature(.numeric)
    public static let attributes: [AttributeKey<Mean>] = reductionAttributes

    public var keepsDimensions = false

    public init() {}

    public static let gradient = GradientRule<Mean>.notDifferentiable(reason: "pending")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        throw OperationError("no kernel for \(context.inputs[0].dtype.name)")
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
