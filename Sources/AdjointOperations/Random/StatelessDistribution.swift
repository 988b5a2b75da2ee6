import AdjointCore
import AdjointKernels

/// An op that fills a tensor with numbers of one distribution that depend on nothing but a seed.
protocol StatelessDistribution: OperationDefinition {
    static var distribution: RandomDistribution { get }
}

extension OperationSignature {
    /// A shape and two seeds in, numbers of the type that `dtype` states out.
    static let statelessDistribution = OperationSignature(
        inputs: [.tensor("shape", "T", in: .index), .tensor("seed", "Tseed", in: .index)],
        outputs: [.tensor("output", "dtype", in: .floatingPoint)])
}

extension StatelessDistribution {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        try context.checkSeed(1)
        return [try context.randomShape()]
    }

    public static var gradient: GradientRule<Self> { .stopsGradient(reason: "random numbers depend on nothing") }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (seedType, count, distribution) = (context.inputs[1].dtype, context.outputs[0].count, Self.distribution)
        let type: ElementType
        switch context.outputs[0].dtype {
        case .float32: type = .float32
        case .float64: type = .float64
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
        return Kernel { arguments in
            PhiloxStream(scrambling: arguments.rawInput(1), seedType)
                .fill(arguments.rawOutput(0), type, distribution, count: count, workers: arguments.workers)
        }
    }
}

extension PhiloxStream {
    /// The stream of two seeds: a block of another stream says where it begins, so that either seed may be weak.
    init(scrambling seeds: UnsafeRawPointer, _ dtype: DType) {
        func seed(_ index: Int) -> UInt64 {
            dtype == .int64
                ? UInt64(bitPattern: seeds.assumingMemoryBound(to: Int64.self)[index])
                : UInt64(bitPattern: Int64(seeds.assumingMemoryBound(to: Int32.self)[index]))
        }
        var scrambler = PhiloxStream(key: 0x0246_1e29_3ec8_f720, counterLow: seed(0), counterHigh: seed(1))
        let mix = scrambler.nextBlock()
        self.init(
            key: UInt64(mix[0]) | UInt64(mix[1]) << 32, counterLow: 0,
            counterHigh: UInt64(mix[2]) | UInt64(mix[3]) << 32)
    }
}

extension ShapeContext {
    /// Checks that an input holds two seeds.
    func checkSeed(_ index: Int) throws {
        guard shape(index).isCompatible(with: [2]) else {
            throw OperationError("the seed must be two integers, not of shape \(shape(index))")
        }
    }
}
