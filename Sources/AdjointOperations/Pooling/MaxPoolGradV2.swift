public import AdjointCore
import AdjointKernels

/// The gradient of max pooling: each place's goes to the first largest element of its window. TF: `MaxPoolGradV2`.
public struct MaxPoolGradV2: DynamicPoolingOperation {
    public static let type = "MaxPoolGradV2"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("orig_input", in: .numeric), .tensor("orig_output", in: .numeric), .tensor("grad", in: .numeric),
            .tensor("ksize", .int32), .tensor("strides", .int32),
        ],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<MaxPoolGradV2>] = [
        .padding(\.settings.padding), .dataFormat(\.settings.dataFormat),
    ]

    /// Padding and data format; window and strides are inputs.
    public var settings = PoolingSettings()

    public init() {}

    public var traits: OperationTraits { .maximumGradient }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let image = try context.shape(0, rank: 4, role: "images")
        guard let settings = try settings(context) else { return [image] }
        return [try settings.imageShape(image, gradient: context.shape(2))]
    }

    // TF: `_MaxPoolGradGradV2`.
    public static let gradient = GradientRule<MaxPoolGradV2>.differentiable { definition, context in
        let inputs = context.inputs
        return [
            inputs[0].zerosLike(), inputs[1].zerosLike(),
            context.graph.addTensor(
                MaxPoolGradGradV2(definition.settings),
                inputs: [inputs[0], inputs[1], context.outputGradient(), inputs[3], inputs[4]]),
            nil, nil,
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try settings(context).maximumGradientKernel(context)
    }
}
