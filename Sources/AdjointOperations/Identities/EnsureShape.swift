public import AdjointCore

/// Its input, which must have a certain shape. TF: `EnsureShape`.
public struct EnsureShape: OperationDefinition {
    public static let type = "EnsureShape"
    public static let signature = OperationSignature(inputs: [.tensor("input")], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<EnsureShape>] = [.shape("shape", \.shape)]

    /// What the shape must agree with.
    public var shape = Shape.unknown

    public init() {}

    /// The op with a shape.
    public init(shape: Shape) { self.shape = shape }

    public var traits: OperationTraits { .identity }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let merged = shape.merged(with: context.shape(0)) else {
            throw OperationError("the tensor has shape \(context.shape(0)), not \(shape)")
        }
        return [merged]
    }

    public static let gradient = GradientRule<EnsureShape>.differentiable { _, context in
        [context.outputGradient()]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard shape.isCompatible(with: Shape(context.inputs[0].dimensions)) else {
            throw OperationError("the tensor has shape \(context.inputs[0].dimensions), not \(shape)")
        }
        return .copying(context.inputs[0])
    }
}

extension Tensor {
    /// This tensor, whose shape is stated here and checked when it is computed. TF: `tf.ensure_shape`.
    public func ensuringShape(
        _ shape: Shape, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(EnsureShape(shape: shape), name: name, file: file, line: line)
    }
}
