public import AdjointCore
import AdjointKernels

/// The gradient of a bias: the incoming one summed over all dimensions but the channels. TF: `BiasAddGrad`.
public struct BiasAddGrad: OperationDefinition {
    public static let type = "BiasAddGrad"
    public static let signature = OperationSignature(
        inputs: [.tensor("out_backprop", in: .numeric)], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<BiasAddGrad>] = [.dataFormat(\.dataFormat)]

    /// Which dimension holds the channels.
    public var dataFormat = DataFormat.channelsLast

    public init() {}

    /// The definition for a data format.
    public init(dataFormat: DataFormat) { self.dataFormat = dataFormat }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let sizes = context.shape(0).partialDimensions else { return [[nil]] }
        guard sizes.count >= 2 else {
            throw OperationError("the gradient must have at least two dimensions: \(context.shape(0))")
        }
        return [[sizes[dataFormat.channelAxis(rank: sizes.count)]]]
    }

    // Each element of the bias served whole rows, so its gradient's goes to each of them. TF: `_BiasAddGradGrad`.
    public static let gradient = GradientRule<BiasAddGrad>.differentiable { definition, context in
        let gradient = context.outputGradient()
        let shape = context.inputs[0].shapeTensor()
        let biasShape = gradient.shapeTensor()
        let expandedShape: Tensor
        let multiples: Tensor
        switch definition.dataFormat {
        case .channelsLast:
            expandedShape = concatenate([shape[..<(-1)].onesLike(), biasShape], axis: 0)
            multiples = context.concatenating(shape[..<(-1)])
        case .channelsFirst:
            let outer = shape[..<1].onesLike()
            let inner = shape[2...].onesLike()
            expandedShape = concatenate([outer, biasShape, inner], axis: 0)
            let outerSizes = shape[..<1]
            multiples = context.concatenating(outerSizes, shape[2...])
        }
        return [gradient.reshaped(to: expandedShape).tiled(multiples: multiples)]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: ReductionFunction.sum.supports)
        let dimensions = context.inputs[0].dimensions
        let axis = dataFormat.channelAxis(rank: dimensions.count)
        let shape = [dimensions[..<axis].reduce(1, *), dimensions[axis], dimensions[(axis + 1)...].reduce(1, *)]
        guard let plan = ReductionPlan(shape: shape, axes: [0, 2]) else {
            preconditionFailure("three dimensions always make a plan")
        }
        return Kernel(operationCount: context.inputs[0].count) { arguments in
            AdjointKernels.Reduction.reduce(
                .sum, type, arguments.rawInput(0), to: arguments.rawOutput(0), plan: plan, workers: arguments.workers)
        }
    }
}

extension GradientContext {
    /// The multiples that repeat a bias: `outer`, 1 for the channels, `inner`.
    fileprivate func concatenating(_ outer: Tensor, _ inner: Tensor? = nil) -> Tensor {
        graph.scoped("concat") { name in
            let one = graph.constant([Int32(1)], name: "values_1")
            return concatenate([outer, one] + (inner.map { [$0] } ?? []), axis: 0, name: name)
        }
    }
}
