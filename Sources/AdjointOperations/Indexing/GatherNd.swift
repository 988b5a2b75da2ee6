public import AdjointCore

/// Slices of its first input, each picked by a row of coordinates. TF: `GatherNd`.
public struct GatherNd: OperationDefinition {
    public static let type = "GatherNd"
    public static let signature = OperationSignature(
        inputs: [.tensor("params", "Tparams"), .tensor("indices", "Tindices", in: .sliceIndex)],
        outputs: [.tensor("output", "Tparams")])
    public static let attributes: [AttributeKey<GatherNd>] = [.string("bad_indices_policy", \.badIndicesPolicy)]

    /// What TensorFlow does about indices out of range; here they are an error.
    public var badIndicesPolicy = ""

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let indices = context.shape(1).partialDimensions else { return [.unknown] }
        guard let last = indices.last else { throw OperationError("indices must not be a scalar") }
        guard let sizes = context.shape(0).partialDimensions, let depth = last else { return [.unknown] }
        guard depth <= sizes.count else {
            throw OperationError("\(depth) coordinates for a tensor of shape \(context.shape(0))")
        }
        return [Shape(indices.dropLast() + sizes[depth...])]
    }

    public static let gradient = GradientRule<GatherNd>.sparselyDifferentiable { definition, context in
        let (params, indices) = (context.inputs[0], context.inputs[1])
        let gradient = context.outputGradient()
        let shape = params.shapeTensor(dtype: indices.dtype)
        if indices.shape.rank == 2, indices.shape[1] == 1 {
            let rows = IndexedSlices(values: gradient, indices: indices.squeezed(axes: [-1]), denseShape: shape)
            return [.slices(rows), nil]
        }
        return [.dense(gradient.scattered(at: indices, shape: shape)), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (params, indices) = (context.inputs[0], context.inputs[1])
        let depth = indices.dimensions.last ?? 0
        let rows = RowIndexing(
            count: indices.dimensions.dropLast().reduce(1, *), depth: depth, extents: Array(params.dimensions[..<depth])
        )
        let width = params.dimensions[depth...].reduce(1, *)
        let dtype = params.dtype
        func kernel<Index: FixedWidthInteger & Sendable>(_: Index.Type) -> Kernel {
            Kernel { arguments in
                let (source, target) = (arguments.rawInput(0), arguments.rawOutput(0))
                let bytes = width * dtype.byteCount
                for position in 0..<rows.count {
                    guard let row = try rows.row(arguments.input(1, as: Index.self), at: position) else { continue }
                    ElementCopy.copy(dtype, from: source + row * bytes, to: target + position * bytes, count: width)
                }
            }
        }
        return switch indices.dtype {
        case .int32: kernel(Int32.self)
        case .int64: kernel(Int64.self)
        default: kernel(Int16.self)
        }
    }
}

extension Tensor {
    /// Slices of this tensor, each picked by a row of coordinates. TF: `tf.gather_nd`.
    ///
    /// With indices of shape `[i…, k]` the result has the shape `i…` followed by this tensor's dimensions from k on.
    public func gathered(
        atCoordinates indices: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(GatherNd(), with: indices, name: name, site: CreationSite(file, line))
    }
}
