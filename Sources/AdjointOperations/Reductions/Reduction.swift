public import AdjointCore

/// An op that combines the elements of its input along some axes: `Sum`, `Mean`, `Max`…
///
/// input: any shape; reduction_indices: a scalar or vector of axes, negative ones counting from the end, none meaning
/// the input itself. The result has the input's shape without those axes, or with extent 1 there.
public protocol Reduction: OperationDefinition {
    /// Whether reduced axes stay with extent 1. TF: `keep_dims`.
    var keepsDimensions: Bool { get set }
}

extension Reduction {
    /// The signature of a reduction over elements of the given types.
    static func reductionSignature(_ types: DTypeSet) -> OperationSignature {
        OperationSignature(
            inputs: [.tensor("input", in: types), .tensor("reduction_indices", "Tidx", in: .index)],
            outputs: [.tensor("output")])
    }

    /// The only attribute of a reduction beyond its types.
    static var reductionAttributes: [AttributeKey<Self>] { [.bool("keep_dims", \.keepsDimensions)] }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard context.shape(1).rank ?? 0 <= 1 else {
            throw OperationError("axes must be a scalar or a vector, not of shape \(context.shape(1))")
        }
        guard let sizes = context.shape(0).partialDimensions else { return [.unknown] }
        guard let axes = context.integers(1) else { return [keepsDimensions ? Shape(rank: sizes.count) : .unknown] }
        let isReduced = try Axes.mask(axes, rank: sizes.count)
        if keepsDimensions { return [Shape(sizes.indices.map { isReduced[$0] ? 1 : sizes[$0] } as [Int?])] }
        return [Shape(sizes.indices.filter { !isReduced[$0] }.map { sizes[$0] } as [Int?])]
    }
}

extension Tensor {
    /// Builds a reduction of this tensor, over all axes if none are given.
    ///
    /// As in TensorFlow, the axes are a constant inside the op's name scope if stated, and one called `Const` beside the
    /// op if all are meant (a `range` up to the rank where that is not known).
    func reduced<Definition: Reduction>(
        by definition: Definition, axes: (any IndexOperand)?, keepingDimensions: Bool, name: String?,
        site: CreationSite
    ) -> Tensor {
        guard isValid else { return self }
        var definition = definition
        definition.keepsDimensions = keepingDimensions
        let operand: Operand =
            if let axes {
                axes.operand("reduction_indices")
            } else if let rank = shape.rank {
                .tensor(indexConstant(Array(0..<rank), name: "Const", site: site))
            } else {
                .tensor(graph.range(to: rankTensor()))
            }
        return graph.addTensor(definition, operands: [.tensor(self), operand], name: name, site: site)
    }
}
