public import AdjointCore

/// The sum of a sparse tensor's elements along some axes, as a dense tensor. TF: `SparseReduceSum`.
public struct SparseReduceSum: SparseReduction {
    public static let type = "SparseReduceSum"
    public static let signature = OperationSignature.sparseReduction
    public static let attributes: [AttributeKey<SparseReduceSum>] = [.bool("keep_dims", \.keepsDimensions)]

    /// Whether reduced dimensions stay, with extent 1.
    public var keepsDimensions = false

    public init() {}

    /// The op with dimensions kept or not.
    public init(keepingDimensions: Bool) { keepsDimensions = keepingDimensions }

    static func combine<Element: NumericElement>(_ left: Element, _ right: Element) -> Element { .sum(left, right) }

    // TF: `_SparseReduceSumGrad`.
    public static let gradient = GradientRule<SparseReduceSum>.differentiable { _, context in
        let (indices, shape, graph) = (context.inputs[0], context.inputs[2], context.graph)
        let kept = context.reducedShape(of: shape.cast(to: .int32), axes: context.inputs[3]).cast(to: .int64)
        let scale = graph.addTensor(FloorDiv(), inputs: [shape, kept])
        let gradient = context.outputGradient().reshaped(to: kept)
        let places = graph.addTensor(FloorDiv(), inputs: [indices, scale])
        return [nil, gradient.gathered(atCoordinates: places), nil, nil]
    }
}
