public import AdjointCore

/// Its input with the order along some axes reversed. TF: `ReverseV2`.
public struct ReverseV2: OperationDefinition {
    public static let type = "ReverseV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("tensor"), .tensor("axis", "Tidx", in: .index)], outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(1, rank: 1, role: "axes")
        if let rank = context.shape(0).rank, let axes = context.integers(1) { _ = try Axes.mask(axes, rank: rank) }
        return [context.shape(0)]
    }

    public static let gradient = GradientRule<ReverseV2>.differentiable { _, context in
        [context.outputGradient().reversed(axes: context.inputs[1]), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let isReversed = try Axes.mask(context.integers(1), rank: context.inputs[0].dimensions.count)
        return .reversing(context.inputs[0], isReversed)
    }
}

extension Kernel {
    /// Copies input 0 to output 0 with the order along some axes reversed.
    static func reversing(_ operand: BindingContext.Operand, _ isReversed: [Bool]) -> Kernel {
        let dimensions = operand.dimensions
        let strides = contiguousStrides(dimensions)
        let reversed = dimensions.indices.filter { isReversed[$0] }
        return .copying(
            ViewCopy(
                operand.dtype, extents: dimensions,
                sourceStrides: strides.indices.map { isReversed[$0] ? -strides[$0] : strides[$0] },
                targetStrides: strides, sourceOffset: reversed.reduce(0) { $0 + (dimensions[$1] - 1) * strides[$1] }))
    }
}

extension Tensor {
    /// This tensor with the order along some axes reversed. TF: `tf.reverse`.
    ///
    /// - Parameter axes: The axes, a vector; negative ones count from the end.
    public func reversed(
        axes: some IndexOperand, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            ReverseV2(), operands: [.tensor(self), axes.operand("axis")], name: name, site: CreationSite(file, line))
    }
}
