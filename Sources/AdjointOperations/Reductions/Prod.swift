public import AdjointCore
import AdjointKernels

/// The product along axes. TF: `Prod`.
public struct Prod: Reduction {
    public static let type = "Prod"
    public static let signature = OperationSignature.reduction(in: .numeric)
    public static let attributes: [AttributeKey<Prod>] = [.bool("keep_dims", \.keepsDimensions)]
    static let function = ReductionFunction.product

    /// Whether reduced axes stay with extent 1.
    public var keepsDimensions = false

    public init() {}

    public static let gradient = GradientRule<Prod>.differentiable { definition, context in
        [context.productOfOthers(keepsDimensions: definition.keepsDimensions), nil]
    }
}

extension GradientContext {
    /// The gradient times the product of all other elements, which is right also where elements are 0.
    ///
    /// The reduced axes are brought to the front as one, and the products of what lies before and after each element
    /// are running products. TF: `_ProdGrad`.
    fileprivate func productOfOthers(keepsDimensions: Bool) -> Tensor {
        let input = inputs[0]
        let shape = input.shapeTensor()
        let axes = inputs[1].reshaped(to: [-1])
        var gradient = outputGradient()
        if !keepsDimensions { gradient = gradient.reshaped(to: reducedShape(of: shape)) }
        gradient = gradient.broadcast(to: shape)

        let rank = input.rankTensor()
        let reduced = (axes.cast(to: .int32) + rank) % rank
        let kept = graph.range(to: rank).listDifference(from: reduced).values
        let permutation = concatenate([reduced, kept], axis: 0)
        let reducedCount = shape.gathered(at: reduced).product()
        let keptCount = shape.gathered(at: kept).product()
        let permuted = input.transposed(permutation: permutation)
        let permutedShape = permuted.shapeTensor()
        let matrix = graph.scoped("Reshape") { scope in
            let dimensions = graph.packedIndices([.computed(reducedCount), .computed(keptCount)], name: "shape")
            return permuted.reshaped(to: dimensions, name: scope)
        }
        let before = matrix.cumulativeProduct(axis: 0, exclusive: true)
        let after = matrix.cumulativeProduct(axis: 0, exclusive: true, reverse: true)
        let others = (before * after).reshaped(to: permutedShape)
        let result = gradient * others.transposed(permutation: permutation.invertedPermutation())
        return result.reshaped(to: shape)
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
