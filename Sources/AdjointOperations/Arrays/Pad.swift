public import AdjointCore

/// Its input with zeros around it. TF: `Pad`.
public struct Pad: OperationDefinition {
    public static let type = "Pad"
    public static let signature = OperationSignature(
        inputs: [.tensor("input"), .tensor("paddings", "Tpaddings", in: .index)], outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try context.paddedShape()] }

    public static let gradient = GradientRule<Pad>.differentiable { _, context in [context.cuttingPadding(), nil] }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try .padding(context, valueInput: nil)
    }
}

extension Tensor {
    /// This tensor with zeros around it. TF: `tf.pad`.
    ///
    /// - Parameter paddings: How many zeros along each dimension, one entry for each.
    public func padded(
        by paddings: [Padding], name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            Pad(), operands: [.tensor(self), .constant(paddings.matrix, argument: "paddings")], name: name,
            site: CreationSite(file, line))
    }

    /// This tensor with zeros around it, as many as a matrix `[rank, 2]` that the graph computes says. TF: `tf.pad`.
    public func padded(
        by paddings: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Pad(), with: paddings, name: name, site: CreationSite(file, line))
    }
}
