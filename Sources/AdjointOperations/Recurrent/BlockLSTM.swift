public import AdjointCore

/// Long short-term memory over all steps of sequences as one op. TF: `BlockLSTM`.
///
/// seq_len_max: how many steps there are; x: `[time, batch, inputs]`; the other inputs as of `LSTMBlockCell`. Results:
/// gates, cells and hidden states, `[time, batch, units]` each, zeros behind the last step.
public struct BlockLSTM: SequenceBlockOperation {
    typealias GradientOperation = BlockLSTMGrad

    public static let type = "BlockLSTM"
    public static let signature = OperationSignature.sequenceBlock
    public static let attributes = LSTMBlockSettings.attributes.map { $0.within(\BlockLSTM.settings) }
    static let gateOrder = LSTMBlock.GateOrder.cellFirst

    /// What the attributes set.
    public var settings = LSTMBlockSettings()

    public init() {}
}
