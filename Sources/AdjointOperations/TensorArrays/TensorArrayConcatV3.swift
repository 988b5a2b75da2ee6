public import AdjointCore

/// All elements of a tensor array joined along their first dimension, and their extents there.
/// TF: `TensorArrayConcatV3`.
public struct TensorArrayConcatV3: OperationDefinition {
    public static let type = "TensorArrayConcatV3"
    public static let signature = OperationSignature(
        inputs: [.tensor("handle", .resource), .tensor("flow_in", .float32)],
        outputs: [.tensor("value", "dtype"), .tensor("lengths", .int64)])
    public static let attributes: [AttributeKey<TensorArrayConcatV3>] = [
        .type("dtype", \.dtype, required: true), .shape("element_shape_except0", \.elementShapeExceptFirst),
    ]

    /// The element type.
    public var dtype = DType.float32
    /// The elements' shape without the first dimension, as far as it is known.
    public var elementShapeExceptFirst = Shape.unknown

    public init() {}

    /// A concatenation of elements of that type.
    public init(_ dtype: DType, elementShapeExceptFirst: Shape) {
        self.dtype = dtype
        self.elementShapeExceptFirst = elementShapeExceptFirst
    }

    public var traits: OperationTraits { .runRead }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        [elementShapeExceptFirst.partialDimensions.map { Shape([nil] + $0) } ?? .unknown, [nil]]
    }

    public static let gradient = GradientRule<TensorArrayConcatV3>.differentiable { definition, context in
        let array = context.gradientArray(dtype: definition.dtype, flow: context.inputs[1])
        return [nil, array.split(context.outputGradient(), lengths: context.outputs[1]).flow]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (dtype, rest) = (dtype, elementShapeExceptFirst)
        return Kernel { arguments in
            let array = try arguments.tensorArray()
            let elements = try (0..<array.count).map { try array.read($0).checked(dtype) }
            guard let first = elements.first else {
                guard let dimensions = rest.dimensions else {
                    throw OperationError("the array is empty, and the shape of its elements is not known")
                }
                arguments.setOutput(0, NDArray(zeros: dtype, dimensions: [0] + dimensions))
                return arguments.setOutput(1, NDArray([Int64]()))
            }
            for element in elements
            where element.rank == 0 || element.dimensions.dropFirst() != first.dimensions.dropFirst() {
                throw OperationError("elements of the shapes \(first.shape) and \(element.shape) cannot be joined")
            }
            let lengths = elements.map { Int64($0.dimensions[0]) }
            arguments.setOutput(
                0,
                NDArray(
                    joining: elements, dimensions: [Int(lengths.reduce(0, +))] + Array(first.dimensions.dropFirst())))
            arguments.setOutput(1, NDArray(lengths))
        }
    }
}
