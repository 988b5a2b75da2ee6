public import AdjointCore
import AdjointKernels

/// The gradient of `AvgPool3D`: each place's is shared by what its window covers. TF: `AvgPool3DGrad`.
public struct AvgPool3DGrad: VolumePoolingOperation {
    public static let type = "AvgPool3DGrad"
    public static let signature = OperationSignature(
        inputs: [.tensor("orig_input_shape", .int32), .tensor("grad", in: .floatingPoint)],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<AvgPool3DGrad>] = AttributeKey.volume(\.settings, isPooling: true)

    /// Window, strides, padding.
    public var settings = VolumeSettings()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let volume = try context.volumeSizes(0)
        let result = try settings.pooledShape(volume: volume)
        return [try settings.checked(volume, result: result, gradient: context.shape(1))]
    }

    // TF: `_AvgPool3DGradGrad`.
    public static let gradient = GradientRule<AvgPool3DGrad>.differentiable { definition, context in
        [nil, context.graph.addTensor(AvgPool3D(definition.settings), inputs: [context.outputGradient()])]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Scalar: RealElement>(_: Scalar.Type) throws -> Kernel {
            let pooling = try pooling(
                Scalar.self, volume: context.outputs[0].dimensions, gradient: context.inputs[1].dimensions)
            return Kernel(operationCount: pooling.operationCount) { arguments in
                pooling.averageGradient(arguments.input(1), to: arguments.output(0), workers: arguments.workers)
            }
        }
        switch context.outputs[0].dtype {
        case .float32: return try kernel(Float.self)
        case .float64: return try kernel(Double.self)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }
}
