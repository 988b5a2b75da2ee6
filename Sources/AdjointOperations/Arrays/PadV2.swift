public import AdjointCore

/// Its input with one value around it. TF: `PadV2`.
public struct PadV2: OperationDefinition {
    public static let type = "PadV2"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input"), .tensor("paddings", "Tpaddings", in: .index), .tensor("constant_values"),
        ], outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(2, rank: 0, role: "the value to pad with")
        return [try context.paddedShape()]
    }

    // TF gives the value to pad with no gradient.
    public static let gradient = GradientRule<PadV2>.differentiable { _, context in
        [context.cuttingPadding(), nil, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { try .padding(context, valueInput: 2) }
}

extension Tensor {
    /// This tensor with a value around it. TF: `tf.pad` with `constant_values`.
    ///
    /// - Parameters:
    ///   - paddings: How many elements along each dimension, one entry for each.
    ///   - value: What to pad with, converted to this tensor's element type.
    public func padded(
        by paddings: [Padding], with value: some TensorScalar, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        let site = CreationSite(file, line)
        if let mistake = graph.mistake(ifNoNumber: dtype, for: PadV2.type, name: name, site: site) { return mistake }
        return graph.addTensor(
            PadV2(),
            operands: [
                .tensor(self), .constant(paddings.matrix, argument: "paddings"),
                .constant(NDArray(value, dtype: dtype), argument: "constant_values"),
            ], name: name, site: site)
    }
}
