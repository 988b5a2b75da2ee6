public import AdjointCore
import AdjointKernels

/// The gradient of `MaxPoolGrad` with respect to its gradient: what stands where a window's first largest element does. TF: `MaxPoolGradGrad`.
public struct MaxPoolGradGrad: PoolingOperation {
    public static let type = "MaxPoolGradGrad"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("orig_input", in: .numeric), .tensor("orig_output", in: .numeric), .tensor("grad", in: .numeric),
        ],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<MaxPoolGradGrad>] = [
        .ints("ksize", \.settings.windowSize, required: true), .ints("strides", \.settings.strides, required: true),
        .padding(\.settings.padding), .dataFormat(\.settings.dataFormat),
    ]

    /// Window, strides, padding, data format.
    public var settings = PoolingSettings()

    public init() {}

    public var traits: OperationTraits { .maximumGradient }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let image = context.shape(0).merged(with: context.shape(2)) else {
            throw OperationError("the gradient must have the images' shape: \(context.shape(2)), \(context.shape(0))")
        }
        return [try settings.resultShape(image: image)]
    }

    // TF: `_MaxPoolGradGradGrad`.
    public static let gradient = GradientRule<MaxPoolGradGrad>.differentiable { definition, context in
        let inputs = context.inputs
        return [
            inputs[0].zerosLike(), inputs[1].zerosLike(),
            context.graph.addTensor(
                MaxPoolGrad(definition.settings), inputs: [inputs[0], inputs[1], context.outputGradient()]),
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try settings.maximumSecondGradientKernel(context)
    }
}
