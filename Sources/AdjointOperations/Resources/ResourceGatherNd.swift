public import AdjointCore

/// Slices of the variable behind a handle, picked by rows of coordinates. TF: `ResourceGatherNd`.
///
/// indices: int32 or int64 `[i…, k]`; result: `i…` followed by the variable's dimensions from k on. A coordinate out of
/// range is an error of the run.
public struct ResourceGatherNd: OperationDefinition {
    public static let type = "ResourceGatherNd"
    public static let signature = OperationSignature(
        inputs: [.tensor("resource", .resource), .tensor("indices", "Tindices", in: .index)],
        outputs: [.tensor("output", "dtype")])
    public static let attributes: [AttributeKey<ResourceGatherNd>] = [.type("dtype", \.dtype, required: true)]

    /// The variable's element type.
    public var dtype = DType.float32

    public init() {}

    public var traits: OperationTraits {
        var traits = OperationTraits()
        traits.isStateful = true
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let sizes = context.variableShape(0).partialDimensions, let counts = context.shape(1).partialDimensions,
            let depth = counts.last.flatMap({ $0 })
        else { return [.unknown] }
        guard depth <= sizes.count else {
            throw OperationError("\(depth) coordinates are too many for the shape \(context.shape(0))")
        }
        return [Shape(counts.dropLast() + sizes[depth...])]
    }

    public static let gradient = GradientRule<ResourceGatherNd>.differentiable { _, context in
        let shape = context.graph.addTensor(
            VariableShape(indexType: context.inputs[1].dtype), inputs: [context.inputs[0]])
        return [context.outputGradient().scattered(at: context.inputs[1], shape: shape), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (variable, indices) = (context.inputs[0], context.inputs[1])
        let depth = indices.dimensions.last ?? 0
        let rows = RowIndexing(
            count: indices.dimensions.dropLast().reduce(1, *), depth: depth,
            extents: Array(variable.dimensions[..<depth]))
        let width = variable.dimensions[depth...].reduce(1, *)
        return switch indices.dtype {
        case .int32: Self.kernel(Int32.self, variable.dtype, rows, width: width)
        default: Self.kernel(Int64.self, variable.dtype, rows, width: width)
        }
    }

    private static func kernel<Index: TensorScalar & FixedWidthInteger>(
        _: Index.Type, _ dtype: DType, _ rows: RowIndexing, width: Int
    ) -> Kernel {
        let byteCount = width * dtype.byteCount
        return Kernel { arguments in
            let indices = arguments.input(1, as: Index.self)
            for position in 0..<rows.count {
                let row = try rows.row(indices, at: position) ?? 0
                ElementCopy.copy(
                    dtype, from: arguments.rawInput(0) + row * byteCount,
                    to: arguments.rawOutput(0) + position * byteCount, count: width)
            }
        }
    }
}
