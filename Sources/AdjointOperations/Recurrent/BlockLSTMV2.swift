public import AdjointCore

/// ``BlockLSTM`` with the forget gate before the cell, and no bias of its own for it. TF: `BlockLSTMV2`.
public struct BlockLSTMV2: SequenceBlockOperation {
    typealias GradientOperation = BlockLSTMGradV2

    public static let type = "BlockLSTMV2"
    public static let signature = OperationSignature.sequenceBlock
    public static let attributes = LSTMBlockSettings.attributes.dropFirst().map { $0.within(\BlockLSTMV2.settings) }
    static let gateOrder = LSTMBlock.GateOrder.forgetFirst

    /// What the attributes set.
    public var settings = LSTMBlockSettings()

    public init() { (settings.forgetBias, settings.cellClip) = (0, 0) }
}
