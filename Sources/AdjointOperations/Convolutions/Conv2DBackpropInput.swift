public import AdjointCore
import AdjointKernels

/// The gradient of a convolution's images, which is also the transposed convolution. TF: `Conv2DBackpropInput`.
public struct Conv2DBackpropInput: ConvolutionOperation {
    public static let type = "Conv2DBackpropInput"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input_sizes", .int32), .tensor("filter", in: .floatingPoint),
            .tensor("out_backprop", in: .floatingPoint),
        ],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<Conv2DBackpropInput>] = [
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
        let gradient = try context.shape(2, rank: 4, role: "the gradient")
        let filter = try context.shape(1, rank: 4, role: "the filter")
        let image = try gradientShape(context, sizes: 0, batch: gradient[0])
        guard try settings.resultShape(image: image, filter: filter).isCompatible(with: gradient) else {
            throw OperationError(
                "images \(image) and a filter \(filter) do not give results whose gradient has shape \(gradient)")
        }
        return [image]
    }

    // TF: `_Conv2DBackpropInputGrad`.
    public static let gradient = GradientRule<Conv2DBackpropInput>.differentiable { definition, context in
        let (gradient, graph) = (context.outputGradient(), context.graph)
        return [
            nil,
            graph.addTensor(
                Conv2DBackpropFilter(definition.settings),
                inputs: [gradient, context.inputs[1].shapeTensor(), context.inputs[2]]),
            graph.addTensor(Conv2D(definition.settings), inputs: [gradient, context.inputs[1]]),
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        switch context.outputs[0].dtype {
        case .float32: try kernel(Float.self, context)
        case .float64: try kernel(Double.self, context)
        default: throw OperationError.noKernel(for: context.outputs[0].dtype)
        }
    }

    private func kernel<Scalar: GemmScalar>(
        _: Scalar.Type, _ context: borrowing BindingContext
    ) throws -> Kernel {
        let (image, filter) = (context.outputs[0].dimensions, context.inputs[1].dimensions)
        let window = try settings.window(image: image, filter: filter, gradient: context.inputs[2].dimensions)
        let convolution = try settings.convolution(window, image: image, filter: filter)
        let plan = Convolution.InputGradient<Scalar>(convolution)
        return Kernel(scratchByteCount: plan.scratchByteCount(), operationCount: convolution.operationCount) {
            arguments in
            plan.run(
                arguments.input(2), filter: arguments.input(1), to: arguments.output(0), scratch: arguments.scratch,
                workers: arguments.workers)
        }.images(in: settings.dataFormat, context, inputs: [2], outputs: [0])
    }
}

extension Tensor {
    /// The transposed convolution: the gradient that a convolution with `filter` gives images of shape `size`, where
    /// this tensor is the gradient of its results.
    ///
    /// self: `[batch, rows, columns, outputs]`; filter: `[height, width, channels, outputs]`; the result is of shape
    /// `size`, `[batch, height, width, channels]`. float32, float64. TF: `tf.nn.conv2d_transpose`.
    public func convolvedTransposed(
        with filter: Tensor, size: some IndexOperand, strides: WindowSize = 1, padding: WindowPadding = .same,
        dilations: WindowSize = 1, dataFormat: DataFormat = .channelsLast, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let settings = ConvolutionSettings(
            strides: strides, padding: padding, dilations: dilations, dataFormat: dataFormat)
        return graph.addTensor(
            Conv2DBackpropInput(settings), operands: [size.operand("input_sizes"), .tensor(filter), .tensor(self)],
            name: name ?? "conv2d_transpose", site: CreationSite(file, line))
    }
}
