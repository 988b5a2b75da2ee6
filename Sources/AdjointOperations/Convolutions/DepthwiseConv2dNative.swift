public import AdjointCore
import AdjointKernels

/// Convolution of every channel with filters of its own. TF: `DepthwiseConv2dNative`.
public struct DepthwiseConv2dNative: ConvolutionOperation {
    public static let type = "DepthwiseConv2dNative"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: .floatingPoint), .tensor("filter", in: .floatingPoint)],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<DepthwiseConv2dNative>] = [
        .ints("strides", \.settings.strides, required: true), .padding(\.settings.padding),
        .ints("explicit_paddings", \.settings.explicitPaddings), .dataFormat(\.settings.dataFormat),
        .ints("dilations", \.settings.dilations),
    ]

    /// Strides, padding, dilations, data format.
    public var settings = ConvolutionSettings()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        [try settings.resultShape(image: context.shape(0), filter: context.shape(1), isDepthwise: true)]
    }

    // TF: `_DepthwiseConv2dNativeGrad`.
    public static let gradient = GradientRule<DepthwiseConv2dNative>.differentiable { definition, context in
        let (gradient, graph) = (context.outputGradient(), context.graph)
        let (image, filter) = (context.inputs[0], context.inputs[1])
        let ofImage = graph.addTensor(
            DepthwiseConv2dNativeBackpropInput(definition.settings), inputs: [image.shapeTensor(), filter, gradient])
        let ofFilter = graph.addTensor(
            DepthwiseConv2dNativeBackpropFilter(definition.settings),
            inputs: [image, filter.shapeTensor(), gradient])
        return [ofImage, ofFilter]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: \.isComputableFloat)
        let (image, filter) = (context.inputs[0].dimensions, context.inputs[1].dimensions)
        let convolution = DepthwiseConvolution(
            window: try settings.window(image: image, filter: filter), channels: filter[2], multiplier: filter[3],
            type)
        return Kernel(operationCount: convolution.operationCount) { arguments in
            convolution.run(
                arguments.rawInput(0), filter: arguments.rawInput(1), to: arguments.rawOutput(0),
                workers: arguments.workers)
        }.images(in: settings.dataFormat, context, inputs: [0], outputs: [0])
    }
}

extension Tensor {
    /// Convolution of every channel with filters of its own: result channel c·multiplier + q is channel c with filter q.
    ///
    /// self: `[batch, height, width, channels]` (or `[batch, channels, height, width]`); filter: `[height, width,
    /// channels, multiplier]`. float32, float64. TF: `tf.nn.depthwise_conv2d_native`.
    public func depthwiseConvolved(
        with filter: Tensor, strides: WindowSize = 1, padding: WindowPadding, dilations: WindowSize = 1,
        dataFormat: DataFormat = .channelsLast, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let settings = ConvolutionSettings(
            strides: strides, padding: padding, dilations: dilations, dataFormat: dataFormat)
        return applying(DepthwiseConv2dNative(settings), with: filter, name: name, site: CreationSite(file, line))
    }
}
