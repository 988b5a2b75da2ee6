public import AdjointCore

/// The gradients of ``BlockLSTMV2``. TF: `BlockLSTMGradV2`.
public struct BlockLSTMGradV2: SequenceBlockGradientOperation {
    public static let type = "BlockLSTMGradV2"
    public static let signature = OperationSignature.sequenceBlockGradient
    public static let attributes: [AttributeKey<BlockLSTMGradV2>] = [.bool("use_peephole", \.settings.usesPeephole)]
    static let gateOrder = LSTMBlock.GateOrder.forgetFirst

    /// What the attributes of the op itself set.
    public var settings = LSTMBlockSettings()

    public init() {}
}
