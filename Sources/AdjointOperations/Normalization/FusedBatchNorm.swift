public import AdjointCore

/// Batch normalization of images over all but their channels. TF: `FusedBatchNorm`.
public struct FusedBatchNorm: FusedNormalization {
    public static let type = "FusedBatchNorm"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("x", in: DTypeSet(.float32)), .tensor("scale", in: DTypeSet(.float32)),
            .tensor("offset", in: DTypeSet(.float32)), .tensor("mean", in: DTypeSet(.float32)),
            .tensor("variance", in: DTypeSet(.float32)),
        ],
        outputs: [
            .tensor("y"), .tensor("batch_mean"), .tensor("batch_variance"),
            .tensor("reserve_space_1"),
            .tensor("reserve_space_2"),
        ])
    public static let attributes: [AttributeKey<FusedBatchNorm>] = normalizationAttributes

    public var epsilon: Float = 0.0001
    public var averageFactor: Float = 1
    public var dataFormat = DataFormat.channelsLast
    public var isTraining = true

    public init() {}

    public static let gradient = GradientRule<FusedBatchNorm>.differentiable { definition, context in
        definition.normalizationGradient(FusedBatchNormGrad.self, reserveCount: 2, context)
    }
}
