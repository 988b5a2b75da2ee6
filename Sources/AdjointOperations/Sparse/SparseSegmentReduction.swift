import AdjointCore

/// What rows, picked by indices, of one segment come to.
enum SparseSegmentReduction: Sendable {
    case sum
    case mean
    /// The sum over the square root of the number of rows.
    case sumOverRoot

    /// What each row is multiplied by.
    func factor(count: Int) -> Double {
        switch self {
        case .sum: 1
        case .mean: 1 / Double(count)
        case .sumOverRoot: 1 / Double(count).squareRoot()
        }
    }
}

/// A reduction of rows picked by indices, by ascending segment. Inputs: the rows, indices, segments, and perhaps the number of
/// segments.
protocol SparseSegmentOperation: OperationDefinition {
    static var reduction: SparseSegmentReduction { get }
}

extension OperationSignature {
    static let sparseSegment = OperationSignature(
        inputs: [
            .tensor("data", in: .real), .tensor("indices", "Tidx", in: .index),
            .tensor("segment_ids", "Tsegmentids", in: .index),
        ], outputs: [.tensor("output")])
    static let sparseSegmentGradient = OperationSignature(
        inputs: [
            .tensor("grad", in: .real), .tensor("indices", "Tidx", in: .index),
            .tensor("segment_ids", "Tsegmentids", in: .index), .tensor("output_dim0", .int32),
        ], outputs: [.tensor("output")])
}

extension SparseSegmentOperation {
    // TF: `_SparseSegmentSumGrad` and its kin.
    public static var gradient: GradientRule<Self> {
        .differentiable { _, context in
            let (gradient, indices, ids) = (context.outputGradient(), context.inputs[1], context.inputs[2])
            let rowCount = context.inputs[0].shapeTensor()[0]
            let inputs = [gradient, indices, ids, rowCount]
            let rows =
                switch reduction {
                // What TensorFlow 1 builds, which can be differentiated again.
                case .sum: gradient.gathered(at: ids).unsortedSegmentSum(segments: indices, count: rowCount)
                case .mean: context.graph.addTensor(SparseSegmentMeanGrad(), inputs: inputs)
                case .sumOverRoot: context.graph.addTensor(SparseSegmentSqrtNGrad(), inputs: inputs)
                }
            return [rows] + context.inputs.dropFirst().map { _ in nil }
        }
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let indices = try context.shape(1, rank: 1, role: "indices")
        guard indices.isCompatible(with: context.shape(2)) else {
            throw OperationError("there must be one segment id for each index: \(indices) and \(context.shape(2))")
        }
        guard var sizes = context.shape(0).partialDimensions else { return [.unknown] }
        guard !sizes.isEmpty else { throw OperationError("a scalar has no rows") }
        if context.inputs.count > 3 {
            _ = try context.shape(3, rank: 0, role: "num_segments")
            sizes[0] = context.integer(3)
        } else {
            sizes[0] = context.integers(2).map { ($0.last ?? -1) + 1 }
        }
        return [try Shape(checking: sizes)]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (data, output) = (context.inputs[0], context.outputs[0])
        let ids = try context.integers(2)
        guard try segmentCount(ids) <= output.dimensions[0] else {
            throw OperationError("segment \(ids.last ?? 0) is not one of \(output.dimensions[0])")
        }
        let rows = RowIndexing(count: context.inputs[1].count, depth: 1, extents: [data.dimensions[0]])
        let width = data.dimensions.dropFirst().reduce(1, *)
        var counts = [Int](repeating: 0, count: output.dimensions[0])
        for id in ids { counts[id] += 1 }
        let factors = counts.map { Self.reduction.factor(count: max($0, 1)) }
        func kernel<Element: RealElement, Index: FixedWidthInteger & Sendable>(
            _: Element.Type, _: Index.Type
        ) -> Kernel {
            Kernel(operationCount: rows.count * width) { arguments in
                let (source, target) = (arguments.input(0, as: Element.self), arguments.output(0, as: Element.self))
                let indices = arguments.input(1, as: Index.self)
                target.initialize(repeating: 0, count: output.count)
                for (position, id) in ids.enumerated() {
                    let row = try rows.row(indices, at: position) ?? 0
                    for column in 0..<width { target[id * width + column] += source[row * width + column] }
                }
                guard Self.reduction != .sum else { return }
                for (id, factor) in factors.enumerated() where factor != 1 {
                    for column in id * width..<(id + 1) * width { target[column] *= Element(factor) }
                }
            }
        }
        func kernel<Element: RealElement>(_: Element.Type) -> Kernel {
            context.inputs[1].dtype == .int32
                ? kernel(Element.self, Int32.self) : kernel(Element.self, Int64.self)
        }
        switch data.dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }
}

/// The gradient of a ``SparseSegmentOperation``'s rows, added up where they were picked from.
protocol SparseSegmentGradientOperation: OperationDefinition {
    static var reduction: SparseSegmentReduction { get }
}

extension SparseSegmentGradientOperation {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(3, rank: 0, role: "output_dim0")
        guard var sizes = context.shape(0).partialDimensions else { return [.unknown] }
        guard !sizes.isEmpty else { throw OperationError("a scalar has no rows") }
        sizes[0] = context.integer(3)
        return [try Shape(checking: sizes)]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (gradient, output) = (context.inputs[0], context.outputs[0])
        let ids = try context.integers(2)
        let segmentCount = gradient.dimensions[0]
        guard ids.allSatisfy({ $0 >= 0 && $0 < segmentCount }), ids.count == context.inputs[1].count else {
            throw OperationError("segment ids must be in 0..<\(segmentCount), one for each index")
        }
        let rows = RowIndexing(count: ids.count, depth: 1, extents: [output.dimensions[0]])
        let width = output.dimensions.dropFirst().reduce(1, *)
        var counts = [Int](repeating: 0, count: segmentCount)
        for id in ids { counts[id] += 1 }
        let factors = counts.map { Self.reduction.factor(count: max($0, 1)) }
        func kernel<Element: RealElement, Index: FixedWidthInteger & Sendable>(
            _: Element.Type, _: Index.Type
        ) -> Kernel {
            Kernel(operationCount: rows.count * width) { arguments in
                let (source, target) = (arguments.input(0, as: Element.self), arguments.output(0, as: Element.self))
                let indices = arguments.input(1, as: Index.self)
                target.initialize(repeating: 0, count: output.count)
                for (position, id) in ids.enumerated() {
                    let row = try rows.row(indices, at: position) ?? 0
                    let factor = Element(factors[id])
                    for column in 0..<width { target[row * width + column] += source[id * width + column] * factor }
                }
            }
        }
        func kernel<Element: RealElement>(_: Element.Type) -> Kernel {
            context.inputs[1].dtype == .int32
                ? kernel(Element.self, Int32.self) : kernel(Element.self, Int64.self)
        }
        switch gradient.dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }
}
