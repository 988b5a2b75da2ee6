public import AdjointCore
import AdjointKernels

/// The gradient of a three-dimensional convolution's volumes, which is also the transposed convolution.
/// TF: `Conv3DBackpropInputV2`.
public struct Conv3DBackpropInputV2: VolumeConvolutionOperation {
    public static let type = "Conv3DBackpropInputV2"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input_sizes", "Tshape", in: .index), .tensor("filter", in: .floatingPoint),
            .tensor("out_backprop", in: .floatingPoint),
        ], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<Conv3DBackpropInputV2>] = AttributeKey.volume(
        \.settings, isPooling: false)

    /// Strides, padding, dilations.
    public var settings = VolumeSettings()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let sizes = try context.volumeSizes(0)
        guard let gradient = context.shape(2).merged(with: Shape(rank: 5)),
            let volume = sizes.merged(with: [gradient[0], nil, nil, nil, nil])
        else { throw OperationError("volumes \(sizes) do not have a gradient of shape \(context.shape(2))") }
        let result = try settings.convolvedShape(volume: volume, filter: context.shape(1))
        return [try settings.checked(volume, result: result, gradient: gradient)]
    }

    // TF: `_Conv3DBackpropInputGrad`.
    public static let gradient = GradientRule<Conv3DBackpropInputV2>.differentiable { definition, context in
        let (gradient, graph) = (context.outputGradient(), context.graph)
        return [
            nil,
            graph.addTensor(
                Conv3DBackpropFilterV2(definition.settings),
                inputs: [gradient, context.inputs[1].shapeTensor(), context.inputs[2]]),
            graph.addTensor(Conv3D(definition.settings), inputs: [gradient, context.inputs[1]]),
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
            Scalar.self, volume: context.outputs[0].dimensions, filter: context.inputs[1].dimensions,
            gradient: context.inputs[2].dimensions)
        return Kernel(scratchByteCount: plan.scratchByteCount, operationCount: plan.operationCount) { arguments in
            plan.volumeGradient(
                arguments.input(2), filter: arguments.input(1), to: arguments.output(0), scratch: arguments.scratch,
                workers: arguments.workers)
        }
    }
}

extension Tensor {
    /// The transposed three-dimensional convolution: the gradient that a convolution with `filter` gives volumes of shape
    /// `size`, where this tensor is the gradient of its results. TF: `tf.nn.conv3d_transpose`.
    ///
    /// self: `[batch, depth, rows, columns, outputs]`; filter: `[depth, height, width, channels, outputs]`. float32,
    /// float64.
    public func convolved3DTransposed(
        with filter: Tensor, size: some IndexOperand, strides: [Int] = [1, 1, 1], padding: PaddingScheme = .same,
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let settings = VolumeSettings(strides: strides, padding: padding)
        return graph.addTensor(
            Conv3DBackpropInputV2(settings), operands: [size.operand("input_sizes"), .tensor(filter), .tensor(self)],
            name: name ?? "conv3d_transpose", site: CreationSite(file, line))
    }
}
