public import AdjointCore
import AdjointKernels

/// The largest element of every place of a sliding window that the graph may compute. TF: `MaxPoolV2`.
public struct MaxPoolV2: DynamicPoolingOperation {
    public static let type = "MaxPoolV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: .numeric), .tensor("ksize", .int32), .tensor("strides", .int32)],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<MaxPoolV2>] = [
        .padding(\.settings.padding), .dataFormat(\.settings.dataFormat),
    ]

    /// Padding and data format; window and strides are inputs.
    public var settings = PoolingSettings()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let image = try context.shape(0, rank: 4, role: "images")
        guard let settings = try settings(context) else {
            return [
                settings.dataFormat.imageShape(
                    batch: image[0], height: nil, width: nil,
                    channels: image[settings.dataFormat.channelAxis(rank: 4)])
            ]
        }
        return [try settings.resultShape(image: image)]
    }

    // TF: `_MaxPoolGradV2`.
    public static let gradient = GradientRule<MaxPoolV2>.differentiable { definition, context in
        let inputs = context.inputs
        return [
            context.graph.addTensor(
                MaxPoolGradV2(definition.settings),
                inputs: [inputs[0], context.outputs[0], context.outputGradient(), inputs[1], inputs[2]]),
            nil, nil,
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try settings(context).maximumKernel(context)
    }
}
