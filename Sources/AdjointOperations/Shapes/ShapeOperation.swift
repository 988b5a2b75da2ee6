public import AdjointCore

/// The dimensions of its input as a vector. TF: `Shape`.
public struct ShapeOperation: OperationDefinition {
    public static let type = "Shape"
    public static let signature = OperationSignature(
        inputs: [.tensor("input")], outputs: [.tensor("output", "out_type", in: .index)])
    public static let attributes: [AttributeKey<ShapeOperation>] = [.type("out_type", \.dtype)]

    /// int32 or int64.
    public var dtype = DType.int32

    public init() {}

    /// The op with an element type for its output.
    public init(dtype: DType) { self.dtype = dtype }

    public var traits: OperationTraits { .metadataOnly(inputs: 1) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [[context.shape(0).rank]] }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] {
        context.shape(0).staticValue(dtype: dtype).map { [0: $0] } ?? [:]
    }

    public static let gradient = GradientRule<ShapeOperation>.stopsGradient(reason: "shapes are integers")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        .writing([NDArray(indices: context.inputs[0].dimensions, dtype: dtype)])
    }
}

extension OperationTraits {
    /// A function of the shapes of its first `inputs` inputs.
    static func metadataOnly(inputs: Int) -> OperationTraits {
        var traits = OperationTraits()
        traits.metadataInputs = Array(0..<inputs)
        return traits
    }
}

extension Shape {
    /// The shape as the value of a vector of its dimensions, as far as it is known.
    func staticValue(dtype: DType) -> StaticValue? {
        if let dimensions { return .known(NDArray(indices: dimensions, dtype: dtype)) }
        return rank == nil ? nil : .partial(self)
    }
}

extension Tensor {
    /// The dimensions as an int32 or int64 vector that the graph computes. TF: `tf.shape`.
    ///
    /// - Parameter optimize: Whether a shape that is known already becomes a constant, as in TensorFlow.
    public func shapeTensor(
        dtype: DType = .int32, optimize: Bool = true, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        if optimize, let dimensions = shape.dimensions {
            return indexConstant(dimensions, dtype: dtype, name: name ?? "Shape", site: CreationSite(file, line))
        }
        return applying(ShapeOperation(dtype: dtype), name: name, file: file, line: line)
    }
}
