public import AdjointCore
import AdjointKernels

/// The gradient of `MaxPoolGradV2` with respect to its gradient: what stands where a window's first largest element does. TF: `MaxPoolGradGradV2`.
public struct MaxPoolGradGradV2: DynamicPoolingOperation {
    public static let type = "MaxPoolGradGradV2"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("orig_input", in: .numeric), .tensor("orig_output", in: .numeric), .tensor("grad", in: .numeric),
            .tensor("ksize", .int32), .tensor("strides", .int32),
        ],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<MaxPoolGradGradV2>] = [
        .padding(\.settings.padding), .dataFormat(\.settings.dataFormat),
    ]

    /// Padding and data format; window and strides are inputs.
    public var settings = PoolingSettings()

    public init() {}

    public var traits: OperationTraits { .maximumGradient }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let image = context.shape(0).merged(with: context.shape(2))?.merged(with: Shape(rank: 4)) else {
            throw OperationError("the gradient must have the images' shape: \(context.shape(2)), \(context.shape(0))")
        }
        guard let settings = try settings(context) else { return [context.shape(1)] }
        return [try settings.resultShape(image: image)]
    }

    // TF: `_MaxPoolGradGradGrad`.
    public static let gradient = GradientRule<MaxPoolGradGradV2>.differentiable { definition, context in
        let inputs = context.inputs
        return [
            inputs[0].zerosLike(), inputs[1].zerosLike(),
            context.graph.addTensor(
                MaxPoolGradV2(definition.settings),
                inputs: [inputs[0], inputs[1], context.outputGradient(), inputs[3], inputs[4]]),
            nil, nil,
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try settings(context).maximumSecondGradientKernel(context)
    }
}
