public import AdjointCore

/// Every so-manieth element between a beginning and an end along each dimension; what `x[…]` builds.
/// TF: `StridedSlice`.
public struct StridedSlice: OperationDefinition {
    public static let type = "StridedSlice"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input"), .tensor("begin", "Index", in: .sliceIndex), .tensor("end", "Index", in: .sliceIndex),
            .tensor("strides", "Index", in: .sliceIndex),
        ], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<StridedSlice>] = StridedSliceMasks.attributes(\.masks)

    var masks = StridedSliceMasks()

    public init() {}

    init(masks: StridedSliceMasks) { self.masks = masks }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let slicing = try slicing(context) else { return [.unknown] }
        return [Shape(slicing.shape)]
    }

    /// How the input is sliced, if its rank and the number of indices are known.
    private func slicing(_ context: ShapeContext) throws -> StridedSlicing? {
        var entries = Shape(rank: 1)
        for index in 1...3 {
            guard let merged = entries.merged(with: context.shape(index)) else {
                throw OperationError("begin, end and strides must be vectors of one length")
            }
            entries = merged
        }
        guard let sizes = context.shape(0).partialDimensions, let count = entries[0] else { return nil }
        return try StridedSlicing(
            of: sizes, count: count, begin: context.integers(1), end: context.integers(2),
            strides: context.integers(3), masks: masks)
    }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] {
        // Entries of an index vector that is known in part, such as x.shapeTensor()[0].
        guard context.value(0) == nil, DTypeSet.index.contains(context.dtype(0)), context.shape(0).rank == 1,
            let entries = context.partialShape(0).partialDimensions, masks.newAxis == 0,
            let dimension = try? slicing(context)?.dimensions.first, let begin = dimension.begin,
            let step = dimension.step, let extent = dimension.extent
        else { return [:] }
        let taken = (0..<extent).map { entries[begin + $0 * step] }
        guard masks.shrinkAxis != 0 else { return .partial(taken, dtype: context.dtype(0)) }
        return taken[0].map { [0: .known(NDArray(indices: [$0], dtype: context.dtype(0), dimensions: []))] } ?? [:]
    }

    public static let gradient = GradientRule<StridedSlice>.differentiable { definition, context in
        let indices = context.inputs[1...3]
        let shape = context.inputs[0].shapeTensor(dtype: context.inputs[1].dtype)
        var operands: [Operand] = []
        for (argument, tensor) in zip(["shape", "begin", "end", "strides"], [shape] + indices) {
            if case .known(let value) = tensor.staticValue {
                operands.append(.constant(value, argument: argument))
            } else {
                operands.append(.tensor(tensor))
            }
        }
        let gradient = context.graph.addTensor(
            StridedSliceGrad(masks: definition.masks), operands: operands + [.tensor(context.outputGradient())],
            site: nil)
        return [gradient, nil, nil, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let sizes = context.inputs[0].dimensions
        let slicing = try StridedSlicing(
            of: sizes, count: context.inputs[1].count, begin: context.integers(1), end: context.integers(2),
            strides: context.integers(3), masks: masks)
        let view = slicing.view(of: sizes)
        return .copying(
            ViewCopy(
                context.inputs[0].dtype, extents: view.extents, sourceStrides: view.strides,
                targetStrides: contiguousStrides(view.extents), sourceOffset: view.offset))
    }
}

extension DTypeSet {
    /// int16, int32, int64: what strided slices are indexed with.
    static let sliceIndex = DTypeSet(.int16, .int32, .int64)
}
