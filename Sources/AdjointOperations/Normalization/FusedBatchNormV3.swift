public import AdjointCore

/// Batch normalization of images over all but their channels. What `tf.layers.batch_normalization` builds for images since TensorFlow 1.15. TF: `FusedBatchNormV3`.
public struct FusedBatchNormV3: FusedNormalization {
    public static let type = "FusedBatchNormV3"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("x", in: DTypeSet(.float16, .bfloat16, .float32)), .tensor("scale", "U", in: DTypeSet(.float32)),
            .tensor("offset", "U", in: DTypeSet(.float32)), .tensor("mean", "U", in: DTypeSet(.float32)),
            .tensor("variance", "U", in: DTypeSet(.float32)),
        ],
        outputs: [
            .tensor("y"), .tensor("batch_mean", "U"), .tensor("batch_variance", "U"),
            .tensor("reserve_space_1", "U"),
            .tensor("reserve_space_2", "U"),
            .tensor("reserve_space_3", "U"),
        ])
    public static let attributes: [AttributeKey<FusedBatchNormV3>] = normalizationAttributes

    public var epsilon: Float = 0.0001
    public var averageFactor: Float = 1
    public var dataFormat = DataFormat.channelsLast
    public var isTraining = true

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        try inferNormalizationShapes(context) + [[0]]
    }

    public static let gradient = GradientRule<FusedBatchNormV3>.differentiable { definition, context in
        definition.normalizationGradient(FusedBatchNormGradV3.self, reserveCount: 3, context)
    }
}

extension Tensor {
    /// What ``Tensor/fusedBatchNormalized(scale:offset:mean:variance:epsilon:averageFactor:isTraining:dataFormat:name:file:line:)``
    /// gives.
    public struct FusedBatchNormalization: Sendable {
        /// The normalized images.
        public let output: Tensor
        /// In training the batch's mean (mixed with the given one by the average factor), else the given one.
        public let mean: Tensor
        /// In training the batch's variance, estimated without bias, else the given one.
        public let variance: Tensor
    }

    /// Batch normalization of images: (x - mean) · scale / √(variance + epsilon) + offset by channel, where mean and
    /// variance are those of the batch in training and the given ones otherwise.
    ///
    /// self: `[batch, height, width, channels]` (or `[batch, channels, height, width]`), float32; the others:
    /// `[channels]`; in training with an average factor of 1, mean and variance may be empty. Gradients reach self,
    /// scale and offset. TF: `tf.nn.fused_batch_norm`.
    public func fusedBatchNormalized(
        scale: Tensor, offset: Tensor, mean: Tensor, variance: Tensor, epsilon: Float = 0.001,
        averageFactor: Float = 1, isTraining: Bool = true, dataFormat: DataFormat = .channelsLast,
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> FusedBatchNormalization {
        var definition = FusedBatchNormV3()
        (definition.epsilon, definition.averageFactor) = (epsilon, averageFactor)
        (definition.isTraining, definition.dataFormat) = (isTraining, dataFormat)
        let results = graph.addTensors(
            definition, inputs: [self, scale, offset, mean, variance], count: 6, name: name,
            site: CreationSite(file, line))
        return FusedBatchNormalization(output: results[0], mean: results[1], variance: results[2])
    }
}
