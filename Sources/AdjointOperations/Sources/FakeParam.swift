public import AdjointCore

/// A value that nobody looks at: what the side of a conditional gives out that has nothing to give. TF: `FakeParam`.
///
/// Zeros of the shape stated, a scalar where that is not fully known.
public struct FakeParam: OperationDefinition {
    public static let type = "FakeParam"
    public static let signature = OperationSignature(inputs: [], outputs: [.tensor("output", "dtype")])
    public static let attributes: [AttributeKey<FakeParam>] = [
        .type("dtype", \.dtype, required: true), .shape("shape", \.shape),
    ]

    /// The element type.
    public var dtype = DType.float32
    /// The shape.
    public var shape = Shape.unknown

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        [shape.isFullyKnown ? shape : .scalar]
    }

    public static let gradient = GradientRule<FakeParam>.stopsGradient(reason: "it has no inputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard context.outputs[0].count <= 1 << 32 else {
            throw OperationError("the shape \(shape) is too large")
        }
        let zeros = FillPlan(context.outputs[0])
        return Kernel { arguments in zeros.run(arguments.rawOutput(0), workers: arguments.workers) }
    }
}
