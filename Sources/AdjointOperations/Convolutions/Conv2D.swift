public import AdjointCore
import AdjointKernels

/// Two-dimensional convolution. TF: `Conv2D`.
public struct Conv2D: ConvolutionOperation {
    public static let type = "Conv2D"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: .floatingPoint), .tensor("filter", in: .floatingPoint)],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<Conv2D>] = [
        .ints("strides", \.settings.strides, required: true), .bool("use_cudnn_on_gpu", \.usesCuDNN),
        .padding(\.settings.padding), .ints("explicit_paddings", \.settings.explicitPaddings),
        .dataFormat(\.settings.dataFormat), .ints("dilations", \.settings.dilations),
    ]

    /// Strides, padding, dilations, data format.
    public var settings = ConvolutionSettings()
    /// Carried along for GPUs that TensorFlow may run the graph on.
    public var usesCuDNN = true

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        [try settings.resultShape(image: context.shape(0), filter: context.shape(1))]
    }

    // TF: `_Conv2DGrad`.
    public static let gradient = GradientRule<Conv2D>.differentiable { definition, context in
        let (gradient, graph) = (context.outputGradient(), context.graph)
        let sizes = shapeTensors(of: context.inputs)
        return [
            graph.addTensor(
                Conv2DBackpropInput(definition.settings), inputs: [sizes[0], context.inputs[1], gradient]),
            graph.addTensor(
                Conv2DBackpropFilter(definition.settings), inputs: [context.inputs[0], sizes[1], gradient]),
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        switch context.inputs[0].dtype {
        case .float32: try kernel(Float.self, context)
        case .float64: try kernel(Double.self, context)
        default: throw OperationError.noKernel(for: context.inputs[0].dtype)
        }
    }

    private func kernel<Scalar: GemmScalar>(
        _: Scalar.Type, _ context: borrowing BindingContext
    ) throws -> Kernel {
        let plan = try plan(Scalar.self, context)
        return Kernel(scratchByteCount: plan.scratchByteCount(), operationCount: plan.operationCount) { arguments in
            plan.run(
                arguments.input(0), filter: arguments.input(1), to: arguments.output(0), scratch: arguments.scratch,
                workers: arguments.workers)
        }.images(in: settings.dataFormat, context, inputs: [0], outputs: [0])
    }

    /// The convolution of inputs 0 and 1.
    func plan<Scalar: GemmScalar>(
        _: Scalar.Type, _ context: borrowing BindingContext
    ) throws -> Convolution.Forward<Scalar> {
        let (image, filter) = (context.inputs[0].dimensions, context.inputs[1].dimensions)
        let window = try settings.window(image: image, filter: filter)
        return Convolution.Forward(try settings.convolution(window, image: image, filter: filter))
    }
}

extension Tensor {
    /// Two-dimensional convolution: y[n, r, c, o] = Σᵢⱼₖ x[n, r·stride + i·dilation - before, …, k] · filter[i, j, k, o].
    ///
    /// self: `[batch, height, width, channels]` (or `[batch, channels, height, width]`); filter: `[height, width,
    /// channels, outputs]`. A filter with fewer channels convolves groups of the images' channels. float32, float64.
    /// TF: `tf.nn.conv2d`.
    /// - Parameters:
    ///   - filter: What the images are convolved with.
    ///   - strides: How far the window moves.
    ///   - padding: How the places relate to the borders.
    ///   - dilations: The distance between the window's elements.
    ///   - dataFormat: The order of the images' dimensions.
    public func convolved(
        with filter: Tensor, strides: WindowSize = 1, padding: WindowPadding, dilations: WindowSize = 1,
        dataFormat: DataFormat = .channelsLast, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let settings = ConvolutionSettings(
            strides: strides, padding: padding, dilations: dilations, dataFormat: dataFormat)
        return applying(Conv2D(settings), with: filter, name: name, site: CreationSite(file, line))
    }
}
