public import AdjointCore
import AdjointKernels

/// The gradient of `MaxPool3DGrad` with respect to its gradient: what stands where a window's first largest element
/// does. TF: `MaxPool3DGradGrad`.
public struct MaxPool3DGradGrad: VolumePoolingOperation {
    public static let type = "MaxPool3DGradGrad"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("orig_input", in: DTypeSet(.float16, .float32)),
            .tensor("orig_output", in: DTypeSet(.float16, .float32)),
            .tensor("grad", in: DTypeSet(.float16, .float32)),
        ], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<MaxPool3DGradGrad>] = AttributeKey.volume(\.settings, isPooling: true)

    /// Window, strides, padding.
    public var settings = VolumeSettings()

    public init() {}

    public var traits: OperationTraits { .maximumGradient }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let volume = context.shape(0).merged(with: context.shape(2)) else {
            throw OperationError("the gradient has another shape than the volumes: \(context.shape(2))")
        }
        return [try settings.pooledShape(volume: volume)]
    }

    // TF: `_MaxPool3DGradGradGrad`.
    public static let gradient = GradientRule<MaxPool3DGradGrad>.differentiable { definition, context in
        let inputs = context.inputs
        return [
            inputs[0].zerosLike(), inputs[1].zerosLike(),
            context.graph.addTensor(
                MaxPool3DGrad(definition.settings), inputs: [inputs[0], inputs[1], context.outputGradient()]),
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Scalar: RealElement>(_: Scalar.Type) throws -> Kernel {
            let pooling = try pooling(Scalar.self, volume: context.inputs[0].dimensions)
            return Kernel(operationCount: pooling.operationCount) { arguments in
                pooling.selectingAtMaximum(
                    arguments.input(0), values: arguments.input(2), to: arguments.output(0),
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
