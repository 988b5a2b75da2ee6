public import AdjointCore

/// Its input with a dimension of extent 1 inserted. TF: `ExpandDims`.
public struct ExpandDims: OperationDefinition {
    public static let type = "ExpandDims"
    public static let signature = OperationSignature(
        inputs: [.tensor("input"), .tensor("dim", "Tdim", in: .index)], outputs: [.tensor("output")])

    public init() {}

    public var traits: OperationTraits { .identity }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let sizes = context.shape(0).partialDimensions else { return [.unknown] }
        guard let axis = context.integer(1) else { return [Shape(rank: sizes.count + 1)] }
        var result = sizes
        result.insert(1, at: try Axes.resolve(axis, rank: sizes.count + 1))
        return [Shape(result)]
    }

    public static let gradient = GradientRule<ExpandDims>.differentiable { _, context in
        [context.outputGradient().reshaped(to: context.inputs[0].shapeTensor()), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .copying(context.inputs[0]) }
}

extension Tensor {
    /// This tensor with a dimension of extent 1 inserted before `axis`. TF: `tf.expand_dims`.
    ///
    /// - Parameter axis: From -rank-1 to rank; negative axes count from the end of the result.
    public func expandingDimensions(
        at axis: some IndexOperand, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            ExpandDims(), operands: [.tensor(self), axis.operand("dim")], name: name, site: CreationSite(file, line))
    }
}
