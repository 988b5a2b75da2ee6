public import AdjointCore
import AdjointKernels

/// The gradient of `MaxPool3D`: each place's goes to the first largest element of its window. TF: `MaxPool3DGrad`.
public struct MaxPool3DGrad: VolumePoolingOperation {
    public static let type = "MaxPool3DGrad"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("orig_input", "TInput", in: DTypeSet(.float16, .float32)),
            .tensor("orig_output", "TInput", in: DTypeSet(.float16, .float32)),
            .tensor("grad", in: DTypeSet(.float16, .float32)),
        ], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<MaxPool3DGrad>] = AttributeKey.volume(\.settings, isPooling: true)

    /// Window, strides, padding.
    public var settings = VolumeSettings()

    public init() {}

    public var traits: OperationTraits { .maximumGradient }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let (volume, result) = (context.shape(0), try settings.pooledShape(volume: context.shape(0)))
        guard result.isCompatible(with: context.shape(1)) else {
            throw OperationError("volumes \(volume) do not give results of shape \(context.shape(1))")
        }
        return [try settings.checked(volume, result: result, gradient: context.shape(2))]
    }

    // TF: `_MaxPool3DGradGrad`.
    public static let gradient = GradientRule<MaxPool3DGrad>.differentiable { definition, context in
        let inputs = context.inputs
        return [
            inputs[0].zerosLike(), inputs[1].zerosLike(),
            context.graph.addTensor(
                MaxPool3DGradGrad(definition.settings), inputs: [inputs[0], inputs[1], context.outputGradient()]),
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Scalar: RealElement>(_: Scalar.Type) throws -> Kernel {
            let pooling = try pooling(
                Scalar.self, volume: context.inputs[0].dimensions, gradient: context.inputs[2].dimensions)
            return Kernel(operationCount: pooling.operationCount) { arguments in
                pooling.maximumGradient(
                    arguments.input(0), gradient: arguments.input(2), to: arguments.output(0),
                    workers: arguments.workers)
            }
        }
        switch context.outputs[0].dtype {
        case .float32: return try kernel(Float.self)
        case .float64: return try kernel(Double.self)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }
}
