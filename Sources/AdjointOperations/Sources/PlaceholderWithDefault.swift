public import AdjointCore

/// A value that a run may feed, and that its input gives otherwise. TF: `PlaceholderWithDefault`.
public struct PlaceholderWithDefault: OperationDefinition {
    public static let type = "PlaceholderWithDefault"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", "dtype")], outputs: [.tensor("output", "dtype")])
    public static let attributes: [AttributeKey<PlaceholderWithDefault>] = [.shape("shape", \.shape)]

    var shape = Shape.unknown

    public init() {}

    init(shape: Shape) { self.shape = shape }

    public var traits: OperationTraits {
        var traits = OperationTraits.identity
        traits.role = .placeholder
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard shape.isCompatible(with: context.shape(0)) else {
            throw OperationError("the default has shape \(context.shape(0)), which \(shape) does not allow")
        }
        return [shape]
    }

    public static let gradient = GradientRule<PlaceholderWithDefault>.differentiable { _, context in
        [context.outputGradient()]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .copying(context.inputs[0]) }
}

extension Graph {
    /// A tensor that runs may feed, with a default where they do not. TF: `tf.placeholder_with_default`.
    ///
    /// - Parameters:
    ///   - default: The value when nothing is fed.
    ///   - shape: What a fed value's shape must agree with; by default the shape of the default value.
    public func placeholder(
        default value: NDArray, shape: Shape? = nil, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        addTensor(
            PlaceholderWithDefault(shape: shape ?? value.shape), operands: [.constant(value, argument: "input")],
            name: name, site: CreationSite(file, line))
    }

    /// A scalar that runs may feed, with a default where they do not: `placeholder(default: false, name: "training")`.
    public func placeholder<Scalar: TensorScalar>(
        default scalar: Scalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        placeholder(default: NDArray(scalar), name: name, file: file, line: line)
    }

    /// A tensor that runs may feed, and that another tensor gives where they do not.
    ///
    /// - Parameter shape: What a fed value's shape must agree with; by default the shape of the default tensor.
    public func placeholder(
        default tensor: Tensor, shape: Shape? = nil, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        addTensor(
            PlaceholderWithDefault(shape: shape ?? tensor.shape), inputs: [tensor], name: name,
            site: CreationSite(file, line))
    }
}
