public import AdjointCore
import AdjointKernels

/// The gradient of a depthwise convolution's images. TF: `DepthwiseConv2dNativeBackpropInput`.
public struct DepthwiseConv2dNativeBackpropInput: ConvolutionOperation {
    public static let type = "DepthwiseConv2dNativeBackpropInput"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input_sizes", .int32), .tensor("filter", in: .floatingPoint),
            .tensor("out_backprop", in: .floatingPoint),
        ],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<DepthwiseConv2dNativeBackpropInput>] = [
        .ints("strides", \.settings.strides, required: true), .padding(\.settings.padding),
        .ints("explicit_paddings", \.settings.explicitPaddings), .dataFormat(\.settings.dataFormat),
        .ints("dilations", \.settings.dilations),
    ]

    /// Strides, padding, dilations, data format.
    public var settings = ConvolutionSettings()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let gradient = try context.shape(2, rank: 4, role: "the gradient")
        let filter = try context.shape(1, rank: 4, role: "the filter")
        let image = try gradientShape(context, sizes: 0, batch: gradient[0])
        let result = try settings.resultShape(image: image, filter: filter, isDepthwise: true)
        guard result.isCompatible(with: gradient) else {
            throw OperationError(
                "images \(image) and a filter \(filter) do not give results whose gradient has shape \(gradient)")
        }
        return [image]
    }

    // TF: `_DepthwiseConv2dNativeBackpropInputGrad`.
    public static let gradient = GradientRule<DepthwiseConv2dNativeBackpropInput>.differentiable {
        definition, context in
        let (gradient, graph) = (context.outputGradient(), context.graph)
        return [
            nil,
            graph.addTensor(
                DepthwiseConv2dNativeBackpropFilter(definition.settings),
                inputs: [gradient, context.inputs[1].shapeTensor(), context.inputs[2]]),
            graph.addTensor(DepthwiseConv2dNative(definition.settings), inputs: [gradient, context.inputs[1]]),
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(ofInput: 1, where: \.isComputableFloat)
        let (image, filter) = (context.outputs[0].dimensions, context.inputs[1].dimensions)
        let window = try settings.window(
            image: image, filter: filter, gradient: context.inputs[2].dimensions, isDepthwise: true)
        let convolution = DepthwiseConvolution(window: window, channels: filter[2], multiplier: filter[3], type)
        return Kernel(operationCount: convolution.operationCount) { arguments in
            convolution.imageGradient(
                arguments.rawInput(2), filter: arguments.rawInput(1), to: arguments.rawOutput(0),
                workers: arguments.workers)
        }.images(in: settings.dataFormat, context, inputs: [2], outputs: [0])
    }
}
