public import AdjointCore
import AdjointKernels

/// Adds a vector along the channel dimension. TF: `BiasAdd`.
public struct BiasAdd: OperationDefinition {
    public static let type = "BiasAdd"
    public static let signature = OperationSignature(
        inputs: [.tensor("value", in: .numeric), .tensor("bias", in: .numeric)], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<BiasAdd>] = [.dataFormat(\.dataFormat)]

    /// Which dimension holds the channels.
    public var dataFormat = DataFormat.channelsLast

    public init() {}

    /// The definition for a data format.
    public init(dataFormat: DataFormat) { self.dataFormat = dataFormat }

    public var traits: OperationTraits { .elementwise(inputs: 1) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let (value, bias) = (context.shape(0), context.shape(1))
        guard bias.rank == nil || bias.rank == 1 else {
            throw OperationError("the bias must be a vector, not of shape \(bias)")
        }
        guard let sizes = value.partialDimensions else { return [.unknown] }
        guard sizes.count >= 2 else { throw OperationError("the value must have at least two dimensions: \(value)") }
        let axis = dataFormat.channelAxis(rank: sizes.count)
        guard let channels = Shape([sizes[axis]]).merged(with: bias) else {
            throw OperationError("the bias has shape \(bias), the value \(value) has \(sizes[axis] ?? 0) channels")
        }
        var result = sizes
        result[axis] = channels[0]
        return [Shape(result)]
    }

    public static let gradient = GradientRule<BiasAdd>.differentiable { definition, context in
        let gradient = context.outputGradient()
        return [
            gradient,
            context.graph.addTensor(BiasAddGrad(dataFormat: definition.dataFormat), inputs: [gradient]),
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: BinaryFunction.add.supports)
        let dimensions = context.inputs[0].dimensions
        let axis = dataFormat.channelAxis(rank: dimensions.count)
        let inner = dimensions[(axis + 1)...].reduce(1, *)
        let outer = dimensions[..<axis].reduce(1, *)
        guard let plan = BroadcastPlan([outer, dimensions[axis], inner], [dimensions[axis], 1]) else {
            throw OperationError("the bias \(context.inputs[1].dimensions) does not fit the value \(dimensions)")
        }
        return Kernel(operationCount: plan.count) { arguments in
            Elementwise.apply(
                .add, type, arguments.rawInput(0), arguments.rawInput(1), to: arguments.rawOutput(0), plan: plan,
                workers: arguments.workers)
        }
    }
}

extension Tensor {
    /// Adds a vector along the channel dimension.
    ///
    /// self: rank 2 or more; bias: a vector as long as the channel dimension. Numeric types. TF: `tf.nn.bias_add`.
    public func addingBias(
        _ bias: Tensor, dataFormat: DataFormat = .channelsLast, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        applying(BiasAdd(dataFormat: dataFormat), with: bias, name: name, site: CreationSite(file, line))
    }
}
