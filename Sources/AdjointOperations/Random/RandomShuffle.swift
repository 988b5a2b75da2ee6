public import AdjointCore
import AdjointKernels

/// The rows of a tensor in random order. TF: `RandomShuffle`.
public struct RandomShuffle: OperationDefinition {
    public static let type = "RandomShuffle"
    public static let signature = OperationSignature(inputs: [.tensor("value")], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<RandomShuffle>] = [
        .int("seed", \.seeds.seed), .int("seed2", \.seeds.seed2),
    ]

    /// The seed attributes.
    public var seeds = RandomSeeds()

    public init() {}

    init(seeds: RandomSeeds) { self.seeds = seeds }

    public var traits: OperationTraits { .random }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public static let gradient = GradientRule<RandomShuffle>.notDifferentiable(
        reason: "TensorFlow defines none; gather with a shuffled range of indices instead")

    // Fisher and Yates' shuffle, front to back: row i changes places with row i + (next 32 bits) mod (rows - i). One
    // execution takes rows - 1 words of the stream, in whole blocks of four.
    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let operand = context.inputs[0]
        let rowCount = operand.dimensions.first ?? 1
        let width = operand.dimensions.dropFirst().reduce(1, *)
        let dtype = operand.dtype
        guard !dtype.isManaged || dtype == .string else { throw OperationError.noKernel(for: dtype) }
        let state = seeds.state(context)
        let wordCount = rowCount <= 1 || width == 0 ? 0 : rowCount - 1
        return Kernel(scratchByteCount: rowCount * MemoryLayout<Int>.stride) { arguments in
            let order = arguments.scratch.bindMemory(to: Int.self, capacity: rowCount)
            for row in 0..<rowCount { order[row] = row }
            if wordCount > 0 {
                var stream = state.take { $0.skip(blocks: UInt64((wordCount + 3) / 4)) }
                var block = SIMD4<UInt32>()
                for row in 0..<wordCount {
                    if row % 4 == 0 { block = stream.nextBlock() }
                    let other = row + Int(block[row % 4] % UInt32(rowCount - row))
                    (order[row], order[other]) = (order[other], order[row])
                }
            }
            if dtype == .string {
                let (source, target) = (
                    arguments.input(0, as: TensorString.self), arguments.output(0, as: TensorString.self)
                )
                for row in 0..<rowCount {
                    (target + row * width).update(from: source + order[row] * width, count: width)
                }
            } else {
                let byteCount = width * dtype.byteCount
                let (source, target) = (arguments.rawInput(0), arguments.rawOutput(0))
                for row in 0..<rowCount {
                    (target + row * byteCount).copyMemory(from: source + order[row] * byteCount, byteCount: byteCount)
                }
            }
        }
    }
}

extension Tensor {
    /// The rows (along the first dimension) in random order, a new one in every run. TF: `tf.random_shuffle`.
    ///
    /// Any type; a scalar is returned as it is.
    public func shuffled(
        seed: Int? = nil, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        graph.addRandom(
            inputs: [self], seed: seed, name: name ?? RandomShuffle.type, site: CreationSite(file, line)
        ) { RandomShuffle(seeds: $0) }
    }
}
