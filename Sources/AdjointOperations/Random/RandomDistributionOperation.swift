import AdjointCore
import AdjointKernels

/// An op that fills a tensor with floating-point numbers of one distribution.
protocol RandomDistributionOperation: OperationDefinition {
    static var distribution: RandomDistribution { get }
    /// The seed attributes.
    var seeds: RandomSeeds { get set }
    /// The numbers' element type.
    var dtype: DType { get set }
}

extension OperationSignature {
    /// A shape in, numbers of the type that `dtype` states out.
    static let randomDistribution = OperationSignature(
        inputs: [.tensor("shape", "T", in: .index)], outputs: [.tensor("output", "dtype")])
}

extension RandomDistributionOperation {
    /// The attributes that all of them have.
    static var distributionAttributes: [AttributeKey<Self>] {
        [
            .int("seed", \Self.seeds.seed), .int("seed2", \Self.seeds.seed2),
            .type("dtype", \Self.dtype, required: true),
        ]
    }

    /// The op for numbers of a type.
    init(_ dtype: DType, seeds: RandomSeeds) {
        self.init()
        (self.dtype, self.seeds) = (dtype, seeds)
    }

    public static var gradient: GradientRule<Self> { .stopsGradient(reason: "random numbers depend on nothing") }

    public var traits: OperationTraits { .random }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try context.randomShape()] }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type: ElementType
        switch context.outputs[0].dtype {
        case .float32: type = .float32
        case .float64: type = .float64
        case .float16 where Self.distribution == .uniform: return halfKernel(context)
        default: throw OperationError.noKernel(for: context.outputs[0].dtype)
        }
        let (state, count, distribution) = (seeds.state(context), context.outputs[0].count, Self.distribution)
        return Kernel { arguments in
            state.take(count: count)
                .fill(arguments.rawOutput(0), type, distribution, count: count, workers: arguments.workers)
        }
    }

    /// Uniform numbers of half precision: ten bits of every word of the stream.
    private func halfKernel(_ context: borrowing BindingContext) -> Kernel {
        let (state, count) = (seeds.state(context), context.outputs[0].count)
        return Kernel(scratchByteCount: count * MemoryLayout<Float>.size) { arguments in
            let numbers = arguments.scratch.bindMemory(to: Float.self, capacity: count)
            var (stream, block) = (state.take(count: count), SIMD4<UInt32>())
            for index in 0..<count {
                if index % 4 == 0 { block = stream.nextBlock() }
                numbers[index] = Float(block[index % 4] & 0x3ff) / 1024
            }
            Elementwise.cast(
                numbers, .float32, to: arguments.rawOutput(0), .float16, count: count, workers: arguments.workers)
        }
    }
}

extension ShapeContext {
    /// The output shape of an op whose input 0 is that shape.
    ///
    /// - Throws: ``OperationError`` if the input is not a vector, or has a negative entry.
    func randomShape() throws -> Shape {
        guard shape(0).isCompatible(withRank: 1) else {
            throw OperationError("the shape must be a vector of integers, not a tensor \(shape(0))")
        }
        if let negative = integers(0)?.first(where: { $0 < 0 }) {
            throw OperationError("a dimension is negative: \(negative)")
        }
        return partialShape(0)
    }
}
