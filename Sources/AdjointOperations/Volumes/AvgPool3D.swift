public import AdjointCore
import AdjointKernels

/// The mean of every place of a window that slides over volumes. TF: `AvgPool3D`.
public struct AvgPool3D: VolumePoolingOperation {
    public static let type = "AvgPool3D"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: .floatingPoint)], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<AvgPool3D>] = AttributeKey.volume(\.settings, isPooling: true)

    /// Window, strides, padding.
    public var settings = VolumeSettings()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        [try settings.pooledShape(volume: context.shape(0))]
    }

    // TF: `_AvgPool3DGrad`.
    public static let gradient = GradientRule<AvgPool3D>.differentiable { definition, context in
        let sizes = context.inputs[0].shapeTensor()
        return [context.graph.addTensor(AvgPool3DGrad(definition.settings), inputs: [sizes, context.outputGradient()])]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Scalar: RealElement>(_: Scalar.Type) throws -> Kernel {
            let pooling = try pooling(Scalar.self, volume: context.inputs[0].dimensions)
            return Kernel(operationCount: pooling.operationCount) { arguments in
                pooling.average(arguments.input(0), to: arguments.output(0), workers: arguments.workers)
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
    /// The mean of what every place of a window that slides over volumes covers.
    ///
    /// self: `[batch, depth, height, width, channels]`, float32 or float64; window and strides: for depth, height and
    /// width; the strides are the window's extents by default. TF: `tf.nn.avg_pool3d`.
    public func averagePooled3D(
        window: [Int], strides: [Int]? = nil, padding: PaddingScheme = .valid, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let settings = VolumeSettings(window: window, strides: strides ?? window, padding: padding)
        return applying(AvgPool3D(settings), name: name, file: file, line: line)
    }
}
