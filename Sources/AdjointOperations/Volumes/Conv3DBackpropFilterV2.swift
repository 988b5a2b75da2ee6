public import AdjointCore
import AdjointKernels

/// The gradient of a three-dimensional convolution's filter. TF: `Conv3DBackpropFilterV2`.
public struct Conv3DBackpropFilterV2: VolumeConvolutionOperation {
    public static let type = "Conv3DBackpropFilterV2"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input", in: .floatingPoint), .tensor("filter_sizes", .int32),
            .tensor("out_backprop", in: .floatingPoint),
        ], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<Conv3DBackpropFilterV2>] = AttributeKey.volume(
        \.settings, isPooling: false)

    /// Strides, padding, dilations.
    public var settings = VolumeSettings()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let filter = try context.volumeSizes(1)
        let result = try settings.convolvedShape(volume: context.shape(0), filter: filter)
        return [try settings.checked(filter, result: result, gradient: context.shape(2))]
    }

    // TF: `_Conv3DBackpropFilterGrad`.
    public static let gradient = GradientRule<Conv3DBackpropFilterV2>.differentiable { definition, context in
        let (gradient, graph) = (context.outputGradient(), context.graph)
        return [
            graph.addTensor(
                Conv3DBackpropInputV2(definition.settings),
                inputs: [context.inputs[0].shapeTensor(), gradient, context.inputs[2]]),
            nil,
            graph.addTensor(Conv3D(definition.settings), inputs: [context.inputs[0], gradient]),
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
            Scalar.self, volume: context.inputs[0].dimensions, filter: context.outputs[0].dimensions,
            gradient: context.inputs[2].dimensions)
        return Kernel(scratchByteCount: plan.scratchByteCount, operationCount: plan.operationCount) { arguments in
            plan.filterGradient(
                arguments.input(0), gradient: arguments.input(2), to: arguments.output(0), scratch: arguments.scratch,
                workers: arguments.workers)
        }
    }
}

extension ShapeContext {
    /// The shape whose five dimensions are the elements of input `index`.
    func volumeSizes(_ index: Int) throws(OperationError) -> Shape {
        guard shape(index).isCompatible(with: [5]) else {
            throw OperationError("sizes must be a vector of 5, not of shape \(shape(index))")
        }
        if let negative = integers(index)?.first(where: { $0 < 0 }) {
            throw OperationError("a size is negative: \(negative)")
        }
        return partialShape(index).merged(with: Shape(rank: 5)) ?? Shape(rank: 5)
    }
}
