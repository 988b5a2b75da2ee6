public import AdjointCore
import AdjointKernels

/// Three-dimensional convolution. TF: `Conv3D`.
public struct Conv3D: VolumeConvolutionOperation {
    public static let type = "Conv3D"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: .floatingPoint), .tensor("filter", in: .floatingPoint)],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<Conv3D>] = AttributeKey.volume(\.settings, isPooling: false)

    /// Strides, padding, dilations.
    public var settings = VolumeSettings()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        [try settings.convolvedShape(volume: context.shape(0), filter: context.shape(1))]
    }

    // TF: `_Conv3DGrad`.
    public static let gradient = GradientRule<Conv3D>.differentiable { definition, context in
        let (gradient, graph) = (context.outputGradient(), context.graph)
        let sizes = shapeTensors(of: context.inputs)
        return [
            graph.addTensor(
                Conv3DBackpropInputV2(definition.settings), inputs: [sizes[0], context.inputs[1], gradient]),
            graph.addTensor(
                Conv3DBackpropFilterV2(definition.settings), inputs: [context.inputs[0], sizes[1], gradient]),
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        switch context.outputs[0].dtype {
        case .float32: try kernel(Float.self, context)
        case .float64: try kernel(Double.self, context)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }

    private func kernel<Scalar: GemmScalar>(_: Scalar.Type, _ context: borrowing BindingContext) throws -> Kernel {
        let plan = try convolution(
            Scalar.self, volume: context.inputs[0].dimensions, filter: context.inputs[1].dimensions)
        return Kernel(scratchByteCount: plan.scratchByteCount, operationCount: plan.operationCount) { arguments in
            plan.forward(
                arguments.input(0), filter: arguments.input(1), to: arguments.output(0), scratch: arguments.scratch,
                workers: arguments.workers)
        }
    }
}

extension Tensor {
    /// Three-dimensional convolution.
    ///
    /// self: `[batch, depth, height, width, channels]`; filter: `[depth, height, width, channels, outputs]`; strides and
    /// dilations: for depth, height and width. float32, float64. TF: `tf.nn.conv3d`.
    public func convolved3D(
        with filter: Tensor, strides: [Int] = [1, 1, 1], padding: PaddingScheme, dilations: [Int] = [1, 1, 1],
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let settings = VolumeSettings(strides: strides, padding: padding, dilations: dilations)
        return applying(Conv3D(settings), with: filter, name: name, site: CreationSite(file, line))
    }
}
