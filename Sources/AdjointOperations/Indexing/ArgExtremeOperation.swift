import AdjointCore
import AdjointKernels

/// The index of the largest or smallest element along one axis.
protocol ArgExtremeOperation: OperationDefinition {
    /// Whether it is the largest rather than the smallest.
    static var isLargest: Bool { get }
    /// The element type of the indices.
    var dtype: DType { get }
}

extension OperationSignature {
    /// A tensor and an axis in, indices out.
    static let argExtreme = OperationSignature(
        inputs: [
            .tensor("input", in: [.numeric, DTypeSet(.bool)]), .tensor("dimension", "Tidx", in: .sliceIndex),
        ], outputs: [.tensor("output", "output_type")])
}

extension ArgExtremeOperation {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(1, rank: 0, role: "the axis")
        guard var sizes = context.shape(0).partialDimensions else { return [.unknown] }
        guard let axis = context.integer(1) else {
            guard !sizes.isEmpty else { throw OperationError("a scalar has no axis") }
            return [Shape(rank: sizes.count - 1)]
        }
        let resolved = try Axes.resolve(axis, rank: sizes.count)
        if sizes[resolved] == 0 { throw OperationError("axis \(axis) of \(context.shape(0)) has no elements") }
        sizes.remove(at: resolved)
        return [Shape(sizes)]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType { $0 != .float16 && $0 != .bfloat16 }
        let dimensions = context.inputs[0].dimensions
        let axis = try Axes.resolve(context.integers(1)[0], rank: dimensions.count)
        let outer = dimensions[..<axis].reduce(1, *)
        let inner = dimensions[(axis + 1)...].reduce(1, *)
        let (extent, count) = (dimensions[axis], context.outputs[0].count)
        guard extent > 0 else { throw OperationError("axis \(axis) of \(dimensions) has no elements") }
        let isLargest = Self.isLargest
        switch dtype {
        case .int64:
            return Kernel { arguments in
                AdjointKernels.Reduction.argExtreme(
                    largest: isLargest, type, arguments.rawInput(0), to: arguments.output(0, as: Int64.self),
                    outer: outer, count: extent, inner: inner, workers: arguments.workers)
            }
        case .int32:
            return Kernel(scratchByteCount: count * MemoryLayout<Int64>.stride) { arguments in
                let indices = arguments.scratch.assumingMemoryBound(to: Int64.self)
                AdjointKernels.Reduction.argExtreme(
                    largest: isLargest, type, arguments.rawInput(0), to: indices, outer: outer, count: extent,
                    inner: inner, workers: arguments.workers)
                let output = arguments.output(0, as: Int32.self)
                for index in 0..<count { output[index] = Int32(truncatingIfNeeded: indices[index]) }
            }
        default: throw OperationError("indices are int32 or int64, not \(dtype.name)")
        }
    }
}
