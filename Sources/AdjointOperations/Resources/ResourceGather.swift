public import AdjointCore

/// Rows of the variable behind a handle, picked by indices. TF: `ResourceGather`.
///
/// resource: a variable `[b…, n, d…]` with as many dimensions b as `batch_dims`; indices: int32 or int64 `[b…, i…]`;
/// result: `[b…, i…, d…]`. An index out of range is an error of the run.
public struct ResourceGather: OperationDefinition {
    public static let type = "ResourceGather"
    public static let signature = OperationSignature(
        inputs: [.tensor("resource", .resource), .tensor("indices", "Tindices", in: .index)],
        outputs: [.tensor("output", "dtype")])
    public static let attributes: [AttributeKey<ResourceGather>] = [
        .type("dtype", \.dtype, required: true), .int("batch_dims", \.batchDimensions),
        .bool("validate_indices", \.validatesIndices),
    ]

    /// The variable's element type.
    public var dtype = DType.float32
    /// How many leading dimensions variable and indices share.
    public var batchDimensions = 0
    /// Kept for TensorFlow: indices are always checked.
    public var validatesIndices = true

    public init() {}

    public var traits: OperationTraits {
        var traits = OperationTraits()
        traits.isStateful = true
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let sizes = context.variableShape(0).partialDimensions, let counts = context.shape(1).partialDimensions
        else { return [.unknown] }
        guard sizes.count > batchDimensions, counts.count >= batchDimensions, batchDimensions >= 0 else {
            throw OperationError("\(context.shape(0)) has no rows for \(batchDimensions) batch dimensions")
        }
        return [Shape(counts + sizes[(batchDimensions + 1)...])]
    }

    public static let gradient = GradientRule<ResourceGather>.sparselyDifferentiable { definition, context in
        guard definition.batchDimensions == 0 else { return [nil, nil] }
        let indices = context.inputs[1]
        let shape = context.graph.addTensor(VariableShape(indexType: .int32), inputs: [context.inputs[0]])
        let count = indices.sizeTensor().expandingDimensions(at: 0)
        let values = context.outputGradient().reshaped(to: concatenate([count, shape[1...]], axis: 0))
        return [
            .slices(IndexedSlices(values: values, indices: indices.reshaped(to: count), denseShape: shape)), nil,
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (variable, indices) = (context.inputs[0], context.inputs[1])
        let batch = batchDimensions
        guard variable.dimensions.count > batch, variable.dimensions[..<batch] == indices.dimensions[..<batch] else {
            throw OperationError(
                "\(Shape(variable.dimensions)) and indices \(Shape(indices.dimensions)) do not share "
                    + "\(batch) batch dimensions")
        }
        let batchCount = variable.dimensions[..<batch].reduce(1, *)
        let rows = RowIndexing(
            count: indices.dimensions[batch...].reduce(1, *), depth: 1, extents: [variable.dimensions[batch]])
        let width = variable.dimensions[(batch + 1)...].reduce(1, *)
        return switch indices.dtype {
        case .int32: Self.kernel(Int32.self, variable.dtype, batchCount, rows, width: width)
        default: Self.kernel(Int64.self, variable.dtype, batchCount, rows, width: width)
        }
    }

    private static func kernel<Index: TensorScalar & FixedWidthInteger>(
        _: Index.Type, _ dtype: DType, _ batchCount: Int, _ rows: RowIndexing, width: Int
    ) -> Kernel {
        let byteCount = width * dtype.byteCount
        return Kernel { arguments in
            let indices = arguments.input(1, as: Index.self)
            var (source, target) = (arguments.rawInput(0), arguments.rawOutput(0))
            for batch in 0..<batchCount {
                for position in 0..<rows.count {
                    let row = try rows.row(indices + batch * rows.count, at: position) ?? 0
                    ElementCopy.copy(dtype, from: source + row * byteCount, to: target, count: width)
                    target += byteCount
                }
                source += rows.extents[0] * byteCount
            }
        }
    }
}
