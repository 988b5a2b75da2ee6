public import AdjointCore

/// The product along axes. TF: `Prod`.
public struct Prod: Reduction {
    public static let type = "Prod"
    public static let signature = reductionSignature(.numeric)
    public static let attributes: [AttributeKey<Prod>] = reductionAttributes

    public var keepsDimensions = false

    public init() {}

    public static let gradient = GradientRule<Prod>.notDifferentiable(reason: "pending")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        throw OperationError("no kernel for \(context.inputs[0].dtype.name)")
    }
}

extension Tensor {
    /// The product of the elements along axes: 1 where there are none.
    /// TF: `tf.reduce_prod`. Integers wrap.
    ///
    /// - Parameters:
    ///   - axes: One axis, several, or a tensor of them, negative ones counting from the end; all by default.
    ///   - keepingDimensions: Whether reduced axes stay with extent 1.
    public func product(
        axes: (any IndexOperand)? = nil, keepingDimensions: Bool = false, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        reduced(
            by: Prod(), axes: axes, keepingDimensions: keepingDimensions, name: name, site: CreationSite(file, line))
    }
}
