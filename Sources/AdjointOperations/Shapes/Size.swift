public import AdjointCore

/// The number of elements of its input. TF: `Size`.
public struct Size: OperationDefinition {
    public static let type = "Size"
    public static let signature = OperationSignature(
        inputs: [.tensor("input")], outputs: [.tensor("output", "out_type", in: .index)])
    public static let attributes: [AttributeKey<Size>] = [.type("out_type", \.dtype)]

    /// int32 or int64.
    public var dtype = DType.int32

    public init() {}

    /// The op with an element type for its output.
    public init(dtype: DType) { self.dtype = dtype }

    public var traits: OperationTraits { .metadataOnly(inputs: 1) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] {
        guard let count = context.shape(0).elementCount else { return [:] }
        return [0: .known(NDArray(indices: [count], dtype: dtype, dimensions: []))]
    }

    public static let gradient = GradientRule<Size>.stopsGradient(reason: "a number of elements is an integer")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        .writing([NDArray(indices: [context.inputs[0].count], dtype: dtype, dimensions: [])])
    }
}

extension Tensor {
    /// The number of elements as a scalar that the graph computes. TF: `tf.size`.
    ///
    /// - Parameter optimize: Whether a size that is known already becomes a constant, as in TensorFlow.
    public func sizeTensor(
        dtype: DType = .int32, optimize: Bool = true, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        if optimize, let count = shape.elementCount {
            return indexConstant(
                [count], dtype: dtype, dimensions: [], name: name ?? "Size", site: CreationSite(file, line))
        }
        return applying(Size(dtype: dtype), name: name, file: file, line: line)
    }
}
