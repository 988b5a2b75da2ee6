public import AdjointCore

/// The dimensions of each of several tensors. TF: `ShapeN`.
public struct ShapeN: OperationDefinition {
    public static let type = "ShapeN"
    public static let signature = OperationSignature(
        inputs: [.list("input")], outputs: [.list("output", "out_type", in: .index)])
    public static let attributes: [AttributeKey<ShapeN>] = [
        .int("N", \.count, required: true), .type("out_type", \.dtype),
    ]

    /// How many tensors there are.
    public var count = 1
    /// int32 or int64.
    public var dtype = DType.int32

    public init() {}

    /// The op for `count` tensors, with an element type for its outputs.
    public init(count: Int, dtype: DType) {
        self.count = count
        self.dtype = dtype
    }

    public var traits: OperationTraits { .metadataOnly(inputs: count) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { context.inputs.map { [$0.shape.rank] } }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] {
        var values: [Int: StaticValue] = [:]
        for index in context.inputs.indices { values[index] = context.shape(index).staticValue(dtype: dtype) }
        return values
    }

    public static let gradient = GradientRule<ShapeN>.stopsGradient(reason: "shapes are integers")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        .writing(context.inputs.map { NDArray(indices: $0.dimensions, dtype: dtype) })
    }
}

/// The dimensions of each tensor as a vector. TF: `tf.shape_n`.
///
/// - Precondition: There is at least one tensor.
public func shapeTensors(
    of tensors: [Tensor], dtype: DType = .int32, name: String? = nil, file: StaticString = #fileID,
    line: UInt = #line
) -> [Tensor] {
    precondition(!tensors.isEmpty, "shapeTensors(of:) needs at least one tensor")
    return tensors[0].graph.addTensors(
        ShapeN(count: tensors.count, dtype: dtype), inputs: tensors, count: tensors.count, name: name,
        site: CreationSite(file, line))
}
