public import AdjointCore

/// Elements of a tensor array, all of one shape, stacked: `[indices, element…]`. TF: `TensorArrayGatherV3`.
public struct TensorArrayGatherV3: OperationDefinition {
    public static let type = "TensorArrayGatherV3"
    public static let signature = OperationSignature(
        inputs: [.tensor("handle", .resource), .tensor("indices", .int32), .tensor("flow_in", .float32)],
        outputs: [.tensor("value", "dtype")])
    public static let attributes: [AttributeKey<TensorArrayGatherV3>] = [
        .type("dtype", \.dtype, required: true), .shape("element_shape", \.elementShape),
    ]

    /// The element type.
    public var dtype = DType.float32
    /// The elements' shape as far as it is known; needed if no element is gathered.
    public var elementShape = Shape.unknown

    public init() {}

    /// A gathering of elements of that type and shape.
    public init(_ dtype: DType, elementShape: Shape) {
        self.dtype = dtype
        self.elementShape = elementShape
    }

    public var traits: OperationTraits { .runRead }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let element = elementShape.partialDimensions else { return [.unknown] }
        return [Shape([context.shape(1).rank == 1 ? context.shape(1)[0] : nil] + element)]
    }

    public static let gradient = GradientRule<TensorArrayGatherV3>.differentiable { definition, context in
        let array = context.gradientArray(dtype: definition.dtype, flow: context.inputs[2])
        return [nil, nil, array.scatter(context.outputGradient(), at: context.inputs[1]).flow]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (definition, count) = (self, context.inputs[1].count)
        return Kernel { arguments in
            let indices = arguments.input(1, as: Int32.self)
            arguments.setOutput(
                0, try definition.stacked((0..<count).map { Int(indices[$0]) }, of: arguments.tensorArray()))
        }
    }

    /// The given elements of an array, stacked.
    func stacked(_ indices: [Int], of array: ArrayOfTensors) throws -> NDArray {
        let elements = try indices.map { try array.read($0).checked(dtype) }
        guard let first = elements.first else {
            let shape = elementShape.merged(with: array.traits.elementShape) ?? elementShape
            guard let dimensions = shape.dimensions else {
                throw OperationError("no element is gathered, and the shape of the elements is not known")
            }
            return NDArray(zeros: dtype, dimensions: [0] + dimensions)
        }
        for element in elements where element.dimensions != first.dimensions {
            throw OperationError("elements of the shapes \(first.shape) and \(element.shape) cannot be stacked")
        }
        return NDArray(joining: elements, dimensions: [indices.count] + first.dimensions)
    }
}

extension NDArray {
    /// The elements of arrays of one type, one array after another.
    init(joining arrays: [NDArray], dimensions: [Int]) {
        let dtype = arrays[0].dtype
        self.init(zeros: dtype, dimensions: dimensions)
        var offset = 0
        for array in arrays {
            ElementCopy.copy(
                dtype, from: array.storage.baseAddress, to: storage.baseAddress + offset, count: array.count)
            offset += array.count * dtype.byteCount
        }
    }
}
