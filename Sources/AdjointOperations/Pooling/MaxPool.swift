public import AdjointCore
import AdjointKernels

/// The largest element of every place of a sliding window. TF: `MaxPool`.
public struct MaxPool: PoolingOperation {
    public static let type = "MaxPool"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: .numeric)], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<MaxPool>] = [
        .ints("ksize", \.settings.windowSize, required: true), .ints("strides", \.settings.strides, required: true),
        .padding(\.settings.padding), .ints("explicit_paddings", \.settings.explicitPaddings),
        .dataFormat(\.settings.dataFormat),
    ]

    /// Window, strides, padding, data format.
    public var settings = PoolingSettings()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        [try settings.resultShape(image: context.shape(0))]
    }

    // TF: `_MaxPoolGrad`.
    public static let gradient = GradientRule<MaxPool>.differentiable { definition, context in
        [
            context.graph.addTensor(
                MaxPoolGrad(definition.settings),
                inputs: [context.inputs[0], context.outputs[0], context.outputGradient()])
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { try settings.maximumKernel(context) }
}

extension Tensor {
    /// The largest element of every place of a window that slides over images; NaN if one is.
    ///
    /// self: `[batch, height, width, channels]` (or `[batch, channels, height, width]`), float32 or float64. Padding
    /// takes no part. The gradient goes to the first largest element. TF: `tf.nn.max_pool`.
    /// - Parameters:
    ///   - window: The extents of the window.
    ///   - strides: How far the window moves; by default as far as it is wide.
    ///   - padding: How the places relate to the borders.
    ///   - dataFormat: The order of the images' dimensions.
    public func maxPooled(
        window: WindowSize, strides: WindowSize? = nil, padding: WindowPadding = .valid,
        dataFormat: DataFormat = .channelsLast, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let settings = PoolingSettings(
            window: window, strides: strides ?? window, padding: padding, dataFormat: dataFormat)
        return applying(MaxPool(settings), name: name, file: file, line: line)
    }
}
