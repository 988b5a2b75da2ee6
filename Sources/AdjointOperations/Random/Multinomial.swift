public import AdjointCore
import AdjointKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Class indices drawn with the probabilities softmax(logits) of each row. TF: `Multinomial`.
public struct Multinomial: OperationDefinition {
    public static let type = "Multinomial"
    public static let signature = OperationSignature(
        inputs: [.tensor("logits", in: .real), .tensor("num_samples", .int32)],
        outputs: [.tensor("output", "output_dtype")])
    public static let attributes: [AttributeKey<Multinomial>] = [
        .int("seed", \.seeds.seed), .int("seed2", \.seeds.seed2), .type("output_dtype", \.outputType),
    ]

    /// The seed attributes.
    public var seeds = RandomSeeds()
    var outputType = DType.int64

    public init() {}

    init(seeds: RandomSeeds, outputType: DType) {
        self.seeds = seeds
        self.outputType = outputType
    }

    public var traits: OperationTraits { .random }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let logits = context.shape(0).merged(with: Shape(rank: 2)) else {
            throw OperationError("logits must be [rows, classes], not \(context.shape(0))")
        }
        guard context.shape(1).isCompatible(with: .scalar) else {
            throw OperationError("the number of samples must be a scalar, not \(context.shape(1))")
        }
        if let count = context.integers(1)?.first, count < 0 {
            throw OperationError("the number of samples is negative: \(count)")
        }
        return [[logits[0], context.integers(1)?.first]]
    }

    public static let gradient = GradientRule<Multinomial>.stopsGradient(reason: "samples are integers")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        switch (context.inputs[0].dtype, context.outputs[0].dtype) {
        case (.float32, .int32): try kernel(Float.self, Int32.self, context)
        case (.float32, .int64): try kernel(Float.self, Int64.self, context)
        case (.float64, .int32): try kernel(Double.self, Int32.self, context)
        case (.float64, .int64): try kernel(Double.self, Int64.self, context)
        default: throw OperationError("no kernel for samples of \(context.outputs[0].dtype.name)")
        }
    }

    // The inverse of the cumulative distribution, in double: one 53-bit number (two words of the stream) for each
    // sample, row after row. Classes with infinite or NaN logits are never drawn.
    private func kernel<Scalar: TensorScalar & BinaryFloatingPoint, Index: TensorScalar & FixedWidthInteger>(
        _: Scalar.Type, _: Index.Type, _ context: borrowing BindingContext
    ) throws -> Kernel {
        let (rowCount, classCount) = (context.inputs[0].dimensions[0], context.inputs[0].dimensions[1])
        let sampleCount = context.outputs[0].dimensions[1]
        let state = seeds.state(context)
        guard classCount > 0 || rowCount * sampleCount == 0 else {
            throw OperationError("there is no class to draw from: logits \(Shape(context.inputs[0].dimensions))")
        }
        let reserved = rowCount * ((sampleCount + 3) / 4 * 4) * 2
        return Kernel(scratchByteCount: classCount * MemoryLayout<Double>.stride) { arguments in
            var numbers = UniformDoubles(state.take(count: reserved))
            let cumulative = arguments.scratch.bindMemory(to: Double.self, capacity: classCount)
            let (logits, output) = (arguments.input(0, as: Scalar.self), arguments.output(0, as: Index.self))
            for row in 0..<rowCount {
                let rowLogits = logits + row * classCount
                var maximum = -Scalar.greatestFiniteMagnitude
                for index in 0..<classCount where rowLogits[index].isFinite {
                    maximum = max(maximum, rowLogits[index])
                }
                var total = 0.0
                for index in 0..<classCount {
                    if rowLogits[index].isFinite { total += exp(Double(rowLogits[index]) - Double(maximum)) }
                    cumulative[index] = total
                }
                for sample in 0..<sampleCount {
                    let target = numbers.next() * total
                    // The first class whose cumulative probability is greater.
                    var (low, high) = (0, classCount)
                    while low < high {
                        let middle = (low + high) / 2
                        if cumulative[middle] > target { high = middle } else { low = middle + 1 }
                    }
                    output[row * sampleCount + sample] = Index(low)
                }
            }
        }
    }
}

/// Doubles uniform in 0..<1 from a stream: 52 bits of every two words.
private struct UniformDoubles {
    private var stream: PhiloxStream
    private var block = SIMD4<UInt32>()
    private var position = 4

    init(_ stream: PhiloxStream) { self.stream = stream }

    mutating func next() -> Double {
        if position == 4 {
            block = stream.nextBlock()
            position = 0
        }
        defer { position += 2 }
        let mantissa = UInt64(block[position] & 0xfffff) << 32 | UInt64(block[position + 1])
        return Double(bitPattern: 1023 << 52 | mantissa) - 1
    }
}

extension Tensor {
    /// Class indices drawn with the probabilities softmax(self) of each row: `[rows, count]`. TF: `tf.multinomial`.
    ///
    /// self: `[rows, classes]` of float32 or float64, unnormalized log-probabilities.
    /// - Parameter dtype: int64 or int32.
    public func sampledClasses(
        count: Int, dtype: DType = .int64, seed: Int? = nil, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        let site = CreationSite(file, line)
        return graph.nameScope(name ?? "multinomial") {
            let fullName = graph.resolveNameScope(Multinomial.type)
            let sampleCount = graph.nameScope(fullName + "/") {
                graph.addTensor(Const(NDArray(Int32(clamping: count))), name: "num_samples", site: site)
            }
            return graph.addTensor(
                Multinomial(seeds: graph.randomSeeds(seed, name: fullName), outputType: dtype),
                inputs: [self, sampleCount], name: fullName + "/", site: site)
        }
    }
}
