public import AdjointCore
import AdjointKernels

/// Slices of its first input along an axis, picked by indices. TF: `GatherV2`.
public struct GatherV2: OperationDefinition {
    public static let type = "GatherV2"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("params", "Tparams"), .tensor("indices", "Tindices", in: .sliceIndex),
            .tensor("axis", "Taxis", in: .index),
        ], outputs: [.tensor("output", "Tparams")])
    public static let attributes: [AttributeKey<GatherV2>] = [.int("batch_dims", \.batchDimensions)]

    /// How many leading dimensions params and indices share; negative values count from the rank of the indices.
    public var batchDimensions = 0

    public init() {}

    /// The op with a number of shared leading dimensions.
    public init(batchDimensions: Int) { self.batchDimensions = batchDimensions }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        try context.gatheredShape(axis: context.integer(2), batchDimensions: batchDimensions)
    }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] {
        // Entries of an index vector that is known in part.
        guard context.value(0) == nil, DTypeSet.index.contains(context.dtype(0)), context.shape(0).rank == 1,
            context.shape(1).rank == 1, let entries = context.partialShape(0).partialDimensions,
            let indices = context.integers(1), indices.allSatisfy(entries.indices.contains)
        else { return [:] }
        return .partial(indices.map { entries[$0] }, dtype: context.dtype(0))
    }

    public static let gradient = GradientRule<GatherV2>.sparselyDifferentiable { definition, context in
        var batchDimensions = definition.batchDimensions
        if batchDimensions < 0 { batchDimensions += context.inputs[1].shape.rank ?? 0 }
        if context.integers(2) == [0] { return [.slices(context.gradientOfRows()), nil, nil] }
        return [.dense(context.gradientOfSlices(batchDimensions: batchDimensions)), nil, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try .gathering(context, axis: context.integers(2)[0], batchDimensions: batchDimensions)
    }
}

extension ShapeContext {
    /// The shape of slices of input 0 along an axis, picked by input 1.
    func gatheredShape(axis: Int?, batchDimensions: Int) throws -> [Shape] {
        guard let indices = shape(1).partialDimensions else { return [.unknown] }
        let batch = batchDimensions < 0 ? batchDimensions + indices.count : batchDimensions
        guard batch >= 0, batch <= indices.count else {
            throw OperationError("batch_dims \(batchDimensions) does not fit indices of shape \(shape(1))")
        }
        guard let sizes = shape(0).partialDimensions else { return [.unknown] }
        guard let axis else { return [Shape(rank: sizes.count - 1 + indices.count - batch)] }
        let resolved = try Axes.resolve(axis, rank: sizes.count)
        guard batch <= resolved else {
            throw OperationError("batch_dims \(batch) must not exceed the axis \(resolved)")
        }
        guard let shared = Shape(Array(sizes[..<batch])).merged(with: Shape(Array(indices[..<batch]))) else {
            throw OperationError("params \(shape(0)) and indices \(shape(1)) differ in the first \(batch) dimensions")
        }
        let picked = Array(sizes[batch..<resolved]) + indices[batch...] + sizes[(resolved + 1)...]
        return [shared.appending(Shape(picked))]
    }
}

extension Kernel {
    /// Copies slices of input 0 along an axis, picked by input 1.
    static func gathering(
        _ context: borrowing BindingContext, axis: Int, batchDimensions: Int
    ) throws -> Kernel {
        let (params, indices) = (context.inputs[0], context.inputs[1])
        let axis = try Axes.resolve(axis, rank: params.dimensions.count)
        let batch = batchDimensions < 0 ? batchDimensions + indices.dimensions.count : batchDimensions
        func kernel<Index: FixedWidthInteger & Sendable>(_: Index.Type) -> Kernel {
            let batchCount = params.dimensions[..<batch].reduce(1, *)
            let outer = params.dimensions[batch..<axis].reduce(1, *)
            let extent = params.dimensions[axis]
            let inner = params.dimensions[(axis + 1)...].reduce(1, *)
            let picks = indices.dimensions[batch...].reduce(1, *)
            let (dtype, width) = (params.dtype, inner * params.dtype.byteCount)
            return Kernel { arguments in
                let index = arguments.input(1, as: Index.self)
                for position in 0..<batchCount * picks {
                    guard index[position] >= 0, Int(index[position]) < extent else {
                        throw OperationError(
                            "indices[\(position)] = \(index[position]) is not in 0..<\(extent), the extent of axis \(axis)"
                        )
                    }
                }
                let (source, target) = (arguments.rawInput(0), arguments.rawOutput(0))
                let rows = batchCount * outer
                let grain = max(1, 16384 / max(1, picks * width))
                arguments.workers.parallel((rows + grain - 1) / grain) { chunk in
                    for row in chunk * grain..<min(rows, (chunk + 1) * grain) {
                        let picked = index + row / max(outer, 1) * picks
                        for pick in 0..<picks {
                            ElementCopy.copy(
                                dtype, from: source + (row * extent + Int(picked[pick])) * width,
                                to: target + (row * picks + pick) * width, count: inner)
                        }
                    }
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
    /// Slices of this tensor along an axis, picked by indices. TF: `tf.gather`.
    ///
    /// With indices of shape `[i…]` the axis of the result is replaced by dimensions `i…`. An index out of range makes the
    /// run throw.
    /// - Parameters:
    ///   - indices: Any shape; int32 or int64.
    ///   - axis: The axis; negative ones count from the end. `batchDimensions` by default, as in TensorFlow.
    ///   - batchDimensions: How many leading dimensions this tensor and the indices share.
    public func gathered(
        at indices: some IndexOperand, axis: (any IndexOperand)? = nil, batchDimensions: Int = 0, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            GatherV2(batchDimensions: batchDimensions),
            operands: [
                .tensor(self), indices.operand("indices"), (axis ?? Swift.max(batchDimensions, 0)).operand("axis"),
            ], name: name, site: CreationSite(file, line))
    }
}
