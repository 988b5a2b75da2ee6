public import AdjointCore
import AdjointKernels

/// The k largest elements of each row, and where they stand, as older graphs spell it. TF: `TopK`.
public struct TopK: OperationDefinition {
    public static let type = "TopK"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: .numeric)],
        outputs: [.tensor("values"), .tensor("indices", .int32)])
    public static let attributes: [AttributeKey<TopK>] = [
        .int("k", \.k, required: true), .bool("sorted", \.isSorted),
    ]

    /// How many to find.
    public var k = 0
    /// Whether the result must be in descending order; it always is.
    public var isSorted = true

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let shape = try context.shapeOfLargest(k: k)
        return [shape, shape]
    }

    // The gradient goes to where the elements were taken from. TF: `_TopKGrad`.
    public static let gradient = GradientRule<TopK>.differentiable { _, context in
        [context.largestGradient()]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { try .largest(context) }
}
