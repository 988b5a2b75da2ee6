import AdjointCore
import AdjointKernels

/// A running reduction along one axis.
protocol CumulativeOperation: OperationDefinition {
    /// Whether an element's own value is left out of its result.
    var isExclusive: Bool { get set }
    /// Whether to run from the last element to the first.
    var isReversed: Bool { get set }
}

/// A running sum or product.
protocol CumulativeArithmetic: CumulativeOperation {
    /// Whether it is a product rather than a sum.
    static var isProduct: Bool { get }
}

extension OperationSignature {
    /// A tensor and an axis in, a tensor out.
    static let cumulative = OperationSignature(
        inputs: [.tensor("x", in: .numeric), .tensor("axis", "Tidx", in: .index)], outputs: [.tensor("out")])
}

extension CumulativeOperation {
    static var cumulativeAttributes: [AttributeKey<Self>] {
        [.bool("exclusive", \Self.isExclusive), .bool("reverse", \Self.isReversed)]
    }

    /// The op with its options.
    init(exclusive: Bool, reverse: Bool) {
        self.init()
        (isExclusive, isReversed) = (exclusive, reverse)
    }

    public var traits: OperationTraits { .elementwise(inputs: 1) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        if let rank = context.shape(0).rank, let axis = context.integer(1) { _ = try Axes.resolve(axis, rank: rank) }
        return [context.shape(0)]
    }

    /// The extents before, along and behind the axis.
    func extents(_ context: borrowing BindingContext) throws -> (outer: Int, count: Int, inner: Int) {
        let dimensions = context.inputs[0].dimensions
        let axis = try Axes.resolve(context.integers(1)[0], rank: dimensions.count)
        return (dimensions[..<axis].reduce(1, *), dimensions[axis], dimensions[(axis + 1)...].reduce(1, *))
    }
}

extension CumulativeArithmetic {
    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType { ReductionFunction.sum.supports($0) }
        let (outer, extent, inner) = try extents(context)
        let (isProduct, isExclusive, isReversed) = (Self.isProduct, isExclusive, isReversed)
        return Kernel(operationCount: context.inputs[0].count) { arguments in
            AdjointKernels.Reduction.cumulate(
                product: isProduct, isExclusive: isExclusive, isReversed: isReversed, type, arguments.rawInput(0),
                to: arguments.rawOutput(0), outer: outer, count: extent, inner: inner, workers: arguments.workers)
        }
    }
}
