public import AdjointCore
import AdjointKernels

/// The gradient of a depthwise convolution's filter. TF: `DepthwiseConv2dNativeBackpropFilter`.
public struct DepthwiseConv2dNativeBackpropFilter: ConvolutionOperation {
    public static let type = "DepthwiseConv2dNativeBackpropFilter"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input", in: .floatingPoint), .tensor("filter_sizes", .int32),
            .tensor("out_backprop", in: .floatingPoint),
        ],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<DepthwiseConv2dNativeBackpropFilter>] = [
        .ints("strides", \.settings.strides, required: true), .padding(\.settings.padding),
        .ints("explicit_paddings", \.settings.explicitPaddings), .dataFormat(\.settings.dataFormat),
        .ints("dilations", \.settings.dilations),
    ]

    /// Strides, padding, dilations, data format.
    public var settings = ConvolutionSettings()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let image = try context.shape(0, rank: 4, role: "the image")
        let gradient = try context.shape(2, rank: 4, role: "the gradient")
        let filter = try gradientShape(context, sizes: 1)
        let result = try settings.resultShape(image: image, filter: filter, isDepthwise: true)
        guard result.isCompatible(with: gradient) else {
            throw OperationError(
                "images \(image) and a filter \(filter) do not give results whose gradient has shape \(gradient)")
        }
        return [filter]
    }

    // TF: `_DepthwiseConv2dNativeBackpropFilterGrad`.
    public static let gradient = GradientRule<DepthwiseConv2dNativeBackpropFilter>.differentiable {
        definition, context in
        let (gradient, graph) = (context.outputGradient(), context.graph)
        return [
            graph.addTensor(
                DepthwiseConv2dNativeBackpropInput(definition.settings),
                inputs: [context.inputs[0].shapeTensor(), gradient, context.inputs[2]]),
            nil,
            graph.addTensor(DepthwiseConv2dNative(definition.settings), inputs: [context.inputs[0], gradient]),
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: \.isComputableFloat)
        let (image, filter) = (context.inputs[0].dimensions, context.outputs[0].dimensions)
        let window = try settings.window(
            image: image, filter: filter, gradient: context.inputs[2].dimensions, isDepthwise: true)
        let convolution = DepthwiseConvolution(window: window, channels: filter[2], multiplier: filter[3], type)
        return Kernel(operationCount: convolution.operationCount) { arguments in
            convolution.filterGradient(
                arguments.rawInput(0), gradient: arguments.rawInput(2), to: arguments.rawOutput(0),
                workers: arguments.workers)
        }.images(in: settings.dataFormat, context, inputs: [0, 2], outputs: [])
    }
}
