import AdjointCore

/// An op that reduces a sparse tensor along some axes to a dense one. Inputs: indices, values, shape, axes.
protocol SparseReduction: OperationDefinition {
    /// Whether reduced dimensions stay, with extent 1.
    var keepsDimensions: Bool { get }
    /// Two elements as one.
    static func combine<Element: NumericElement>(_ left: Element, _ right: Element) -> Element
}

extension SparseReduction {
    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 2, role: "input_indices")
        guard let shape = context.integers(2), let axes = context.integers(3) else { return [.unknown] }
        let mask = try Axes.mask(axes, rank: shape.count)
        let extents = zip(shape, mask).compactMap { $1 ? (keepsDimensions ? 1 : nil) : $0 }
        return [try Shape(checking: extents)]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let reduction = try SparseReductionPlan(context, keepsDimensions: keepsDimensions)
        func kernel<Element: NumericElement>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                let places = try reduction.places(arguments)
                _ = try checkedCount(places.kept)
                let result = NDArray(zeros: Element.dtype, dimensions: places.extents)
                let values = arguments.input(1, as: Element.self)
                let target = result.storage.baseAddress.assumingMemoryBound(to: Element.self)
                var isSet = [Bool](repeating: false, count: result.count)
                for (element, place) in places.elements.enumerated() {
                    target[place] = isSet[place] ? Self.combine(target[place], values[element]) : values[element]
                    isSet[place] = true
                }
                arguments.setOutput(0, result)
            }
        }
        switch context.inputs[1].dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        case .int32: return kernel(Int32.self)
        case .int64: return kernel(Int64.self)
        case let dtype: return try kernel(dtype.requireNumeric())
        }
    }
}

/// Where the elements of a sparse tensor go when it is reduced along some axes.
struct SparseReductionPlan: Sendable {
    private let count: Int
    private let rank: Int
    private let axisCount: Int
    private let keepsDimensions: Bool

    init(_ context: borrowing BindingContext, keepsDimensions: Bool) throws {
        let indices = context.inputs[0]
        (count, rank) = (indices.dimensions[0], indices.dimensions[1])
        guard context.inputs[1].count == count, context.inputs[2].count == rank else {
            throw OperationError("indices \(Shape(indices.dimensions)) do not fit the other inputs")
        }
        axisCount = context.inputs[3].count
        self.keepsDimensions = keepsDimensions
    }

    /// What a run's shape and axes make of it.
    struct Places {
        /// The extents with 1 for those that are reduced.
        var kept: [Int]
        /// The extents of the result.
        var extents: [Int]
        /// For each element its place in the result, in row-major order.
        var elements: [Int]
    }

    func places(_ arguments: borrowing KernelArguments) throws -> Places {
        let coordinates = arguments.input(0, as: Int64.self)
        let shape = arguments.numbers(2, count: rank)
        let axisNumbers = arguments.input(3, as: Int32.self)
        let mask = try Axes.mask((0..<axisCount).map { Int(axisNumbers[$0]) }, rank: rank)
        let kept = (0..<rank).map { mask[$0] ? 1 : shape[$0] }
        _ = try (SparseShape.size(shape), SparseShape.size(kept))
        let rows = RowIndexing(count: count, depth: rank, extents: shape)
        let strides = zip(contiguousStrides(kept), mask).map { $1 ? 0 : $0 }
        let elements = try (0..<count).map { try rows.offset(coordinates, at: $0, strides: strides) }
        let extents = keepsDimensions ? kept : (0..<rank).filter { !mask[$0] }.map { shape[$0] }
        return Places(kept: kept, extents: extents, elements: elements)
    }
}

/// A reduction of a sparse tensor to a sparse one: ``SparseReduceSum`` as `SparseReduceSumSparse`.
struct SparselyReduced<Current: SparseReduction>: OperationDefinition {
    static var type: String { Current.type + "Sparse" }
    static var signature: OperationSignature {
        OperationSignature(
            inputs: Current.signature.inputs,
            outputs: [
                .tensor("output_indices", .int64), .tensor("output_values"), .tensor("output_shape", .int64),
            ])
    }
    static var attributes: [AttributeKey<Self>] { Current.attributes.map { $0.within(\Self.current) } }
    static var gradient: GradientRule<Self> { .notDifferentiable(reason: "TensorFlow defines none") }

    /// The reduction to a dense tensor.
    var current = Current()

    init() {}

    var traits: OperationTraits { .dataDependent }

    func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 2, role: "input_indices")
        guard let rank = try current.inferShapes(context)[0].rank else { return [[nil, nil], [nil], [nil]] }
        return [[nil, rank], [nil], [rank]]
    }

    func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let reduction = try SparseReductionPlan(context, keepsDimensions: current.keepsDimensions)
        func kernel<Element: NumericElement>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                let places = try reduction.places(arguments)
                let values = arguments.input(1, as: Element.self)
                var results: [Int: Element] = [:]
                for (element, place) in places.elements.enumerated() {
                    results[place] = results[place].map { Current.combine($0, values[element]) } ?? values[element]
                }
                let strides = contiguousStrides(places.extents)
                let sorted = results.sorted { $0.key < $1.key }
                let indices = sorted.flatMap { result in
                    places.extents.indices.map { Int64(result.key / strides[$0] % places.extents[$0]) }
                }
                arguments.setOutput(0, NDArray(indices, dimensions: [sorted.count, places.extents.count]))
                arguments.setOutput(1, NDArray(sorted.map(\.value)))
                arguments.setOutput(2, NDArray(places.extents.map { Int64($0) }))
            }
        }
        switch context.inputs[1].dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        case .int32: return kernel(Int32.self)
        case .int64: return kernel(Int64.self)
        case let dtype: return try kernel(dtype.requireNumeric())
        }
    }
}

extension OperationSignature {
    /// That of reductions of sparse tensors.
    static let sparseReduction = OperationSignature(
        inputs: [
            .tensor("input_indices", .int64), .tensor("input_values", in: .numeric), .tensor("input_shape", .int64),
            .tensor("reduction_axes", .int32),
        ], outputs: [.tensor("output")])
}
