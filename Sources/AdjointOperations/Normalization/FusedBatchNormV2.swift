public import AdjointCore

/// Batch normalization of images over all but their channels. Newer graphs have it for mixed precision. TF: `FusedBatchNormV2`.
public struct FusedBatchNormV2: FusedNormalization {
    public static let type = "FusedBatchNormV2"
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
        ])
    public static let attributes: [AttributeKey<FusedBatchNormV2>] = normalizationAttributes

    public var epsilon: Float = 0.0001
    public var averageFactor: Float = 1
    public var dataFormat = DataFormat.channelsLast
    public var isTraining = true

    public init() {}

    public static let gradient = GradientRule<FusedBatchNormV2>.differentiable { definition, context in
        definition.normalizationGradient(FusedBatchNormGradV2.self, reserveCount: 2, context)
    }
}
