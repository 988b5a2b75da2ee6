public import AdjointCore

/// Adds a vector along the last dimension, as older graphs spell it. TF: `BiasAddV1`.
///
/// value: rank 2 or more; bias: a vector as long as the last dimension. Numeric types.
public struct BiasAddV1: OperationDefinition {
    public static let type = "BiasAddV1"
    public static let signature = BiasAdd.signature

    public init() {}

    public var traits: OperationTraits { BiasAdd().traits }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { try BiasAdd().inferShapes(context) }

    // TF: `_BiasAddGradV1`.
    public static let gradient = GradientRule<BiasAddV1>.differentiable { _, context in
        let gradient = context.outputGradient()
        let rank = gradient.rankTensor()
        return [gradient, gradient.sum(axes: context.graph.range(to: rank - 1))]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { try BiasAdd().bind(context) }
}
