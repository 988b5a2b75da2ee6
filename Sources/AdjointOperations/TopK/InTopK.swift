public import AdjointCore
import AdjointKernels

/// Whether each row's target is among its k largest predictions, as older graphs spell it. TF: `InTopK`.
public struct InTopK: OperationDefinition {
    public static let type = "InTopK"
    public static let signature = OperationSignature(
        inputs: [.tensor("predictions", .float32), .tensor("targets", in: .index)],
        outputs: [.tensor("precision", .bool)])
    public static let attributes: [AttributeKey<InTopK>] = [.int("k", \.k, required: true)]

    /// How many of the largest count.
    public var k = 0

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        [try context.shapeOfTargets()]
    }

    public static let gradient = GradientRule<InTopK>.stopsGradient(reason: "its output is boolean")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let k = k
        return try .inTopK(context) { _ in k }
    }
}
