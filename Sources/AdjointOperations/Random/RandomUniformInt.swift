public import AdjointCore
import AdjointKernels

/// Integers uniform in `minval..<maxval`, but for the bias of a remainder. TF: `RandomUniformInt`.
public struct RandomUniformInt: OperationDefinition {
    public static let type = "RandomUniformInt"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("shape", "T", in: .index), .tensor("minval", "Tout", in: .index),
            .tensor("maxval", "Tout", in: .index),
        ],
        outputs: [.tensor("output", "Tout")])
    public static let attributes: [AttributeKey<RandomUniformInt>] = [
        .int("seed", \.seeds.seed), .int("seed2", \.seeds.seed2),
    ]

    /// The seed attributes.
    public var seeds = RandomSeeds()

    public init() {}

    init(seeds: RandomSeeds) { self.seeds = seeds }

    public var traits: OperationTraits { .random }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        for index in 1...2 where !context.shape(index).isCompatible(with: .scalar) {
            throw OperationError("the bounds must be scalars, not \(context.shape(index))")
        }
        return [try context.randomShape()]
    }

    public static let gradient = GradientRule<RandomUniformInt>.stopsGradient(
        reason: "random numbers depend on nothing")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        switch context.outputs[0].dtype {
        case .int32: kernel(Int32.self, .int32, context)
        default: kernel(Int64.self, .int64, context)
        }
    }

    private func kernel<Scalar: TensorScalar & FixedWidthInteger>(
        _: Scalar.Type, _ type: ElementType, _ context: borrowing BindingContext
    ) -> Kernel {
        let (state, count) = (seeds.state(context), context.outputs[0].count)
        return Kernel { arguments in
            guard count > 0 else { return }
            let low = Int64(arguments.input(1, as: Scalar.self).pointee)
            let high = Int64(arguments.input(2, as: Scalar.self).pointee)
            guard low < high else { throw OperationError("there is no integer in \(low)..<\(high)") }
            state.take(count: count)
                .fillIntegers(
                    arguments.rawOutput(0), type, low: low, high: high, count: count, workers: arguments.workers)
        }
    }
}

extension Graph {
    /// Integers uniform in a range. TF: `tf.random_uniform` of an integer type.
    ///
    /// - Parameters:
    ///   - shape: The dimensions, known now or a vector computed by the graph.
    ///   - range: Not empty.
    ///   - dtype: int32 or int64.
    ///   - seed: The op's own seed; see `Graph.init(seed:)` for what happens without one.
    public func randomIntegers(
        shape: some IndexOperand, in range: Range<Int>, dtype: DType = .int32, seed: Int? = nil, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let site = CreationSite(file, line)
        guard DTypeSet.index.contains(dtype) else {
            return record(
                GraphError(
                    .elementType, "random integers are int32 or int64, not \(dtype.name)",
                    operationType: RandomUniformInt.type, site: site))
        }
        let scope = resolveNameScope(name ?? "random_uniform")
        return nameScope(scope + "/") {
            let shape = shapeOperand(shape, site)
            let minimum = addTensor(Const(NDArray(range.lowerBound, dtype: dtype)), name: "min", site: site)
            let maximum = addTensor(Const(NDArray(range.upperBound, dtype: dtype)), name: "max", site: site)
            guard shape.isValid else { return shape }
            return addTensor(
                RandomUniformInt(seeds: randomSeeds(seed, name: scope)), inputs: [shape, minimum, maximum],
                name: scope + "/", site: site)
        }
    }
}
