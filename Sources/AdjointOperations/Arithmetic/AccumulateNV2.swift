public import AdjointCore
import AdjointKernels

/// The elementwise sum of any number of tensors of one shape, as older graphs spell it. TF: `AccumulateNV2`.
public struct AccumulateNV2: OperationDefinition {
    public static let type = "AccumulateNV2"
    public static let signature = OperationSignature(
        inputs: [.list("inputs", in: .numeric)], outputs: [.tensor("sum")])
    public static let attributes: [AttributeKey<AccumulateNV2>] = [.shape("shape", \.shape)]

    /// What is known of the tensors' shape.
    public var shape = Shape.unknown

    public init() {}

    // As for AddN.
    public var traits: OperationTraits { .elementwise(inputs: 1) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let sum = try context.shapeOfSum()
        guard let merged = sum.merged(with: shape) else {
            throw OperationError("the tensors' shape \(sum) is not the attribute's: \(shape)")
        }
        return [merged]
    }

    public static let gradient = GradientRule<AccumulateNV2>.differentiable { _, context in
        context.inputs.map { _ in context.outputGradient() }
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { try .sum(context) }
}
