public import AdjointCore

/// The gradient of `FusedBatchNorm` for images, scale and offset. TF: `FusedBatchNormGrad`.
public struct FusedBatchNormGrad: FusedNormalizationGradient {
    public static let type = "FusedBatchNormGrad"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("y_backprop", in: DTypeSet(.float32)),
            .tensor("x", in: DTypeSet(.float32)), .tensor("scale", in: DTypeSet(.float32)),
            .tensor("reserve_space_1", in: DTypeSet(.float32)),
            .tensor("reserve_space_2", in: DTypeSet(.float32)),
        ],
        outputs: [
            .tensor("x_backprop"), .tensor("scale_backprop"), .tensor("offset_backprop"),
            .tensor("reserve_space_3"), .tensor("reserve_space_4"),
        ])
    public static let attributes: [AttributeKey<FusedBatchNormGrad>] = normalizationAttributes

    public var epsilon: Float = 0.0001
    public var dataFormat = DataFormat.channelsLast
    public var isTraining = true

    public init() {}
}
