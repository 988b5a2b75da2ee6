public import AdjointCore
import AdjointKernels

/// The mean of every place of a sliding window. TF: `AvgPool`.
public struct AvgPool: PoolingOperation {
    public static let type = "AvgPool"
    public static let signature = OperationSignature(
        inputs: [.tensor("value", in: .floatingPoint)], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<AvgPool>] = [
        .ints("ksize", \.settings.windowSize, required: true), .ints("strides", \.settings.strides, required: true),
        .padding(\.settings.padding), .dataFormat(\.settings.dataFormat),
    ]

    /// Window, strides, padding, data format.
    public var settings = PoolingSettings()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        [try settings.resultShape(image: context.shape(0))]
    }

    // TF: `_AvgPoolGrad`.
    public static let gradient = GradientRule<AvgPool>.differentiable { definition, context in
        let sizes = context.inputs[0].shapeTensor()
        return [
            context.graph.addTensor(AvgPoolGrad(definition.settings), inputs: [sizes, context.outputGradient()])
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: \.isComputableFloat)
        let pooling = try settings.pooling(image: context.inputs[0].dimensions, type)
        return Kernel(operationCount: pooling.operationCount) { arguments in
            pooling.average(arguments.rawInput(0), to: arguments.rawOutput(0), workers: arguments.workers)
        }.images(in: settings.dataFormat, context, inputs: [0], outputs: [0])
    }
}

extension Tensor {
    /// The mean of what every place of a window that slides over images covers; padding takes no part.
    ///
    /// self: `[batch, height, width, channels]` (or `[batch, channels, height, width]`), float32 or float64.
    /// TF: `tf.nn.avg_pool`.
    /// - Parameters:
    ///   - window: The extents of the window.
    ///   - strides: How far the window moves; by default as far as it is wide.
    ///   - padding: How the places relate to the borders; not `.explicit`.
    ///   - dataFormat: The order of the images' dimensions.
    public func averagePooled(
        window: WindowSize, strides: WindowSize? = nil, padding: WindowPadding = .valid,
        dataFormat: DataFormat = .channelsLast, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let settings = PoolingSettings(
            window: window, strides: strides ?? window, padding: padding, dataFormat: dataFormat)
        return applying(AvgPool(settings), name: name, file: file, line: line)
    }
}
