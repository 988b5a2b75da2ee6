public import AdjointCore
import AdjointKernels

/// The gradient of max pooling: each place's goes to the first largest element of its window. TF: `MaxPoolGrad`.
public struct MaxPoolGrad: PoolingOperation {
    public static let type = "MaxPoolGrad"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("orig_input", in: .numeric), .tensor("orig_output", in: .numeric), .tensor("grad", in: .numeric),
        ],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<MaxPoolGrad>] = [
        .ints("ksize", \.settings.windowSize, required: true), .ints("strides", \.settings.strides, required: true),
        .padding(\.settings.padding), .ints("explicit_paddings", \.settings.explicitPaddings),
        .dataFormat(\.settings.dataFormat),
    ]

    /// Window, strides, padding, data format.
    public var settings = PoolingSettings()

    public init() {}

    public var traits: OperationTraits { .maximumGradient }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let image = try settings.imageShape(context.shape(0), gradient: context.shape(2))
        guard try settings.resultShape(image: image).isCompatible(with: context.shape(1)) else {
            throw OperationError("images \(image) do not give results of shape \(context.shape(1))")
        }
        return [image]
    }

    // TF: `_MaxPoolGradGrad`.
    public static let gradient = GradientRule<MaxPoolGrad>.differentiable { definition, context in
        let inputs = context.inputs
        return [
            inputs[0].zerosLike(), inputs[1].zerosLike(),
            context.graph.addTensor(
                MaxPoolGradGrad(definition.settings), inputs: [inputs[0], inputs[1], context.outputGradient()]),
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try settings.maximumGradientKernel(context)
    }
}
