public import AdjointCore
import AdjointKernels

/// The gradient of a convolution's filter. TF: `Conv2DBackpropFilter`.
public struct Conv2DBackpropFilter: ConvolutionOperation {
    public static let type = "Conv2DBackpropFilter"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input", in: .floatingPoint), .tensor("filter_sizes", .int32),
            .tensor("out_backprop", in: .floatingPoint),
        ],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<Conv2DBackpropFilter>] = [
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
        let image = try context.shape(0, rank: 4, role: "the image")
        let gradient = try context.shape(2, rank: 4, role: "the gradient")
        let filter = try gradientShape(context, sizes: 1)
        guard try settings.resultShape(image: image, filter: filter).isCompatible(with: gradient) else {
            throw OperationError(
                "images \(image) and a filter \(filter) do not give results whose gradient has shape \(gradient)")
        }
        return [filter]
    }

    // TF: `_Conv2DBackpropFilterGrad`.
    public static let gradient = GradientRule<Conv2DBackpropFilter>.differentiable { definition, context in
        let (gradient, graph) = (context.outputGradient(), context.graph)
        return [
            graph.addTensor(
                Conv2DBackpropInput(definition.settings),
                inputs: [context.inputs[0].shapeTensor(), gradient, context.inputs[2]]),
            nil,
            graph.addTensor(Conv2D(definition.settings), inputs: [context.inputs[0], gradient]),
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
        let (image, filter) = (context.inputs[0].dimensions, context.outputs[0].dimensions)
        let window = try settings.window(image: image, filter: filter, gradient: context.inputs[2].dimensions)
        let convolution = try settings.convolution(window, image: image, filter: filter)
        let plan = Convolution.FilterGradient<Scalar>(convolution)
        return Kernel(operationCount: convolution.operationCount) { arguments in
            plan.run(
                arguments.input(0), gradient: arguments.input(2), to: arguments.output(0), workers: arguments.workers)
        }.images(in: settings.dataFormat, context, inputs: [0, 2], outputs: [])
    }
}
