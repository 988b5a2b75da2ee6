public import AdjointCore
import AdjointKernels

/// The largest element of every place of a window that slides over volumes. TF: `MaxPool3D`.
public struct MaxPool3D: VolumePoolingOperation {
    public static let type = "MaxPool3D"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: DTypeSet(.float16, .float32))], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<MaxPool3D>] = AttributeKey.volume(\.settings, isPooling: true)

    /// Window, strides, padding.
    public var settings = VolumeSettings()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        [try settings.pooledShape(volume: context.shape(0))]
    }

    // TF: `_MaxPool3DGrad`.
    public static let gradient = GradientRule<MaxPool3D>.differentiable { definition, context in
        [
            context.graph.addTensor(
                MaxPool3DGrad(definition.settings),
                inputs: [context.inputs[0], context.outputs[0], context.outputGradient()])
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Scalar: RealElement>(_: Scalar.Type) throws -> Kernel {
            let pooling = try pooling(Scalar.self, volume: context.inputs[0].dimensions)
            return Kernel(operationCount: pooling.operationCount) { arguments in
                pooling.maximum(arguments.input(0), to: arguments.output(0), workers: arguments.workers)
            }
        }
        switch context.outputs[0].dtype {
        case .float32: return try kernel(Float.self)
        case .float64: return try kernel(Double.self)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }
}

extension Tensor {
    /// The largest element of every place of a window that slides over volumes; NaN if one is.
    ///
    /// self: `[batch, depth, height, width, channels]`, float32; window and strides: for depth, height and
    /// width; the strides are the window's extents by default. TF: `tf.nn.max_pool3d`.
    public func maxPooled3D(
        window: [Int], strides: [Int]? = nil, padding: PaddingScheme = .valid, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let settings = VolumeSettings(window: window, strides: strides ?? window, padding: padding)
        return applying(MaxPool3D(settings), name: name, file: file, line: line)
    }
}
