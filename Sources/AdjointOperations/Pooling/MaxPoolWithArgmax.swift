public import AdjointCore
import AdjointKernels

/// The largest element of every place of a sliding window, and where it stands. TF: `MaxPoolWithArgmax`.
public struct MaxPoolWithArgmax: PoolingOperation {
    public static let type = "MaxPoolWithArgmax"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: .numeric)],
        outputs: [.tensor("output"), .tensor("argmax", "Targmax", in: .index)])
    public static let attributes: [AttributeKey<MaxPoolWithArgmax>] = [
        .ints("ksize", \.settings.windowSize, required: true), .ints("strides", \.settings.strides, required: true),
        .type("Targmax", \.indexType), .padding(\.settings.padding),
        .bool("include_batch_in_index", \.includesBatch),
    ]

    /// Window, strides, padding.
    public var settings = PoolingSettings()
    /// The element type of the indices.
    public var indexType = DType.int64
    /// Whether indices count through the whole batch rather than through one image.
    public var includesBatch = false

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let shape = try settings.resultShape(image: context.shape(0))
        return [shape, shape]
    }

    // TF: `_MaxPoolGradWithArgmax`. The indices say where the gradient goes; the rule for the values serves as well,
    // and can be differentiated again.
    public static let gradient = GradientRule<MaxPoolWithArgmax>.differentiable { definition, context in
        var gradient = MaxPoolGradWithArgmax(definition.settings)
        gradient.includesBatch = definition.includesBatch
        return [
            context.graph.addTensor(
                gradient, inputs: [context.inputs[0], context.outputGradient(), context.outputs[1]])
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: \.isComputableFloat)
        let image = context.inputs[0].dimensions
        let pooling = try settings.pooling(image: image, type)
        let (count, includesBatch) = (context.outputs[1].count, includesBatch)
        let isNarrow = context.outputs[1].dtype == .int32
        guard !isNarrow || image.reduce(1, *) <= Int(Int32.max) else {
            throw OperationError("indices into images \(Shape(image)) need int64")
        }
        let byteCount = isNarrow ? count * MemoryLayout<Int64>.stride : 0
        return Kernel(scratchByteCount: byteCount, operationCount: 2 * pooling.operationCount) { arguments in
            pooling.maximum(arguments.rawInput(0), to: arguments.rawOutput(0), workers: arguments.workers)
            let indices =
                isNarrow
                ? arguments.scratch.assumingMemoryBound(to: Int64.self) : arguments.output(1, as: Int64.self)
            pooling.indicesOfMaximum(
                arguments.rawInput(0), to: indices, includesBatch: includesBatch, workers: arguments.workers)
            guard isNarrow else { return }
            let narrow = arguments.output(1, as: Int32.self)
            for index in 0..<count { narrow[index] = Int32(truncatingIfNeeded: indices[index]) }
        }
    }
}

extension Tensor {
    /// The largest element of every place of a window that slides over images, and its index in the image's `[height,
    /// width, channels]` elements (with `includingBatch`, in the batch's).
    ///
    /// self: `[batch, height, width, channels]`, float32 or float64. TF: `tf.nn.max_pool_with_argmax`.
    public func maxPooledWithIndices(
        window: WindowSize, strides: WindowSize? = nil, padding: WindowPadding = .valid, indexType: DType = .int64,
        includingBatch: Bool = false, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> (values: Tensor, indices: Tensor) {
        var definition = MaxPoolWithArgmax(
            PoolingSettings(window: window, strides: strides ?? window, padding: padding, dataFormat: .channelsLast))
        definition.indexType = indexType
        definition.includesBatch = includingBatch
        let results = graph.addTensors(
            definition, inputs: [self], count: 2, name: name, site: CreationSite(file, line))
        return (results[0], results[1])
    }
}
