import AdjointCore
import AdjointKernels

/// An op that fills a tensor with floating-point numbers of one distribution.
protocol RandomDistributionOperation: OperationDefinition {
    static var distribution: RandomDistribution { get }
    /// The seed attributes.
    var seeds: RandomSeeds { get }
}

extension OperationSignature {
    /// A shape in, numbers of the type that `dtype` states out.
    static let randomDistribution = OperationSignature(
        inputs: [.tensor("shape", "T", in: .index)], outputs: [.tensor("output", "dtype")])
}

extension RandomDistributionOperation {
    public var traits: OperationTraits { .random }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try context.randomShape()] }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type: ElementType
        switch context.outputs[0].dtype {
        case .float32: type = .float32
        case .float64: type = .float64
        default: throw OperationError("no kernel for \(context.outputs[0].dtype.name)")
        }
        let (state, count, distribution) = (seeds.state(context), context.outputs[0].count, Self.distribution)
        return Kernel { arguments in
            state.take(count: count)
                .fill(arguments.rawOutput(0), type, distribution, count: count, workers: arguments.workers)
        }
    }
}

extension ShapeContext {
    /// The output shape of an op whose input 0 is that shape.
    ///
    /// - Throws: ``OperationError`` if the input is not a vector, or has a negative entry.
    func randomShape() throws -> Shape {
        guard shape(0).isCompatible(with: Shape(rank: 1)) else {
            throw OperationError("the shape must be a vector of integers, not a tensor \(shape(0))")
        }
        if let negative = integers(0)?.first(where: { $0 < 0 }) {
            throw OperationError("a dimension is negative: \(negative)")
        }
        return partialShape(0)
    }
}
