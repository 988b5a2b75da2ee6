public import AdjointCore

/// The gradients of ``BlockLSTM``. TF: `BlockLSTMGrad`.
public struct BlockLSTMGrad: SequenceBlockGradientOperation {
    public static let type = "BlockLSTMGrad"
    public static let signature = OperationSignature.sequenceBlockGradient
    public static let attributes: [AttributeKey<BlockLSTMGrad>] = [.bool("use_peephole", \.settings.usesPeephole)]
    static let gateOrder = LSTMBlock.GateOrder.cellFirst

    /// What the attributes of the op itself set.
    public var settings = LSTMBlockSettings()

    public init() {}
}
