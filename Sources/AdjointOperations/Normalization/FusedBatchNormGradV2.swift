public import AdjointCore

/// The gradient of `FusedBatchNormV2` for images, scale and offset. TF: `FusedBatchNormGradV2`.
public struct FusedBatchNormGradV2: FusedNormalizationGradient {
    public static let type = "FusedBatchNormGradV2"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("y_backprop", in: DTypeSet(.float16, .bfloat16, .float32)),
            .tensor("x", in: DTypeSet(.float16, .bfloat16, .float32)), .tensor("scale", .float32),
            .tensor("reserve_space_1", "U", in: DTypeSet(.float32)),
            .tensor("reserve_space_2", "U", in: DTypeSet(.float32)),
        ],
        outputs: [
            .tensor("x_backprop"), .tensor("scale_backprop", "U"), .tensor("offset_backprop", "U"),
            .tensor("reserve_space_3", "U"), .tensor("reserve_space_4", "U"),
        ])
    public static let attributes: [AttributeKey<FusedBatchNormGradV2>] = normalizationAttributes

    public var epsilon: Float = 0.0001
    public var dataFormat = DataFormat.channelsLast
    public var isTraining = true

    public init() {}
}
