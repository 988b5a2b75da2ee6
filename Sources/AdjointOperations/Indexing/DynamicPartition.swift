public import AdjointCore

/// Rows distributed over several tensors, as a number for each row says. TF: `DynamicPartition`.
public struct DynamicPartition: OperationDefinition {
    public static let type = "DynamicPartition"
    public static let signature = OperationSignature(
        inputs: [.tensor("data"), .tensor("partitions", .int32)], outputs: [.list("outputs", count: "num_partitions")])
    public static let attributes: [AttributeKey<DynamicPartition>] = [
        .int("num_partitions", \.count, required: true)
    ]

    /// The number of tensors.
    public var count = 1

    public init() {}

    /// The op for a number of tensors.
    public init(count: Int) { self.count = count }

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard count > 0 else { throw OperationError("there must be at least one partition, not \(count)") }
        guard let rank = context.shape(1).rank, let sizes = context.shape(0).partialDimensions else {
            return Array(repeating: .unknown, count: count)
        }
        guard rank <= sizes.count, Shape(Array(sizes[..<rank])).isCompatible(with: context.shape(1)) else {
            throw OperationError(
                "the data's shape \(context.shape(0)) must begin with the partitions' shape \(context.shape(1))")
        }
        return Array(repeating: Shape([nil] + sizes[rank...]), count: count)
    }

    // TF: `_DynamicPartitionGrads`.
    public static let gradient = GradientRule<DynamicPartition>.differentiable { definition, context in
        let (data, partitions) = (context.inputs[0], context.inputs[1])
        let shape = partitions.shapeTensor()
        let positions = context.graph.range(to: shape.product()).reshaped(to: shape)
        let places = positions.partitioned(by: partitions, count: definition.count)
        let gradients = context.outputs.indices.map(context.outputGradient)
        let stitched = context.graph.addTensor(ParallelDynamicStitch(), inputs: places + gradients)
        return [stitched.reshaped(to: data.shapeTensor()), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (data, partitions) = (context.inputs[0], context.inputs[1])
        let rowDimensions = Array(data.dimensions[partitions.dimensions.count...])
        let width = rowDimensions.reduce(1, *)
        let count = count
        return Kernel { arguments in
            let numbers = arguments.input(1, as: Int32.self)
            var rows = [[Int]](repeating: [], count: count)
            for position in 0..<partitions.count {
                guard numbers[position] >= 0, numbers[position] < count else {
                    throw OperationError("partitions[\(position)] = \(numbers[position]) is not in 0..<\(count)")
                }
                rows[Int(numbers[position])].append(position)
            }
            let bytes = width * data.dtype.byteCount
            for (part, positions) in rows.enumerated() {
                let array = NDArray(zeros: data.dtype, dimensions: [positions.count] + rowDimensions)
                for (row, position) in positions.enumerated() {
                    ElementCopy.copy(
                        data.dtype, from: arguments.rawInput(0) + position * bytes,
                        to: array.storage.baseAddress + row * bytes, count: width)
                }
                arguments.setOutput(part, array)
            }
        }
    }
}

extension Tensor {
    /// This tensor's rows distributed over `count` tensors. TF: `tf.dynamic_partition`.
    ///
    /// - Parameters:
    ///   - partitions: For each row the number of the tensor it goes to; int32, its shape a prefix of this tensor's.
    ///   - count: The number of tensors.
    public func partitioned(
        by partitions: Tensor, count: Int, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> [Tensor] {
        graph.addTensors(
            DynamicPartition(count: count), inputs: [self, partitions], count: Swift.max(count, 0), name: name,
            site: CreationSite(file, line))
    }
}
