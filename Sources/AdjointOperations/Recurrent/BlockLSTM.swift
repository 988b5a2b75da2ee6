public import AdjointCore

/// Long short-term memory over all steps of sequences as one op. TF: `BlockLSTM`.
///
/// seq_len_max: how many steps there are; x: `[time, batch, inputs]`; the other inputs as of `LSTMBlockCell`. Results:
/// gates, cells and hidden states, `[time, batch, units]` each, zeros behind the last step.
public struct BlockLSTM: OperationDefinition {
    public static let type = "BlockLSTM"
    public static let signature = OperationSignature.block(
        ["x", "cs_prev", "h_prev", "w", "wci", "wcf", "wco", "b"], ["i", "cs", "f", "o", "ci", "co", "h"],
        hasLength: true)
    public static let attributes: [AttributeKey<BlockLSTM>] = [
        .float("forget_bias", \.forgetBias), .float("cell_clip", \.cellClip), .bool("use_peephole", \.usesPeephole),
    ]

    /// Added to the forget gate.
    public var forgetBias: Float = 1
    /// The greatest magnitude of a cell; not positive for any.
    public var cellClip: Float = 3
    /// Whether the cell itself is weighed for the gates.
    public var usesPeephole = false

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 0, role: "seq_len_max")
        let x = try context.shape(1, rank: 3, role: "x")
        let bias = try context.shape(8, rank: 1, role: "b")
        return Array(repeating: [x[0], x[1], bias[0].map { $0 / 4 }], count: 7)
    }

    // TF: `_BlockLSTMGrad`.
    public static let gradient = GradientRule<BlockLSTM>.differentiable { definition, context in
        var rule = BlockLSTMGrad()
        rule.usesPeephole = definition.usesPeephole
        let gradients = context.graph.addTensors(
            rule, inputs: context.inputs + context.outputs + [context.outputGradient(1), context.outputGradient(6)],
            count: 8)
        return [nil] + gradients
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        var block = try context.lstmBlock(first: 1, hasTime: true)
        (block.forgetBias, block.cellClip, block.usesPeephole) = (forgetBias, cellClip, usesPeephole)
        let (plan, time) = (block, context.inputs[1].dimensions[0])
        let stateCount = plan.batch * plan.units
        return Kernel(scratchByteCount: (plan.joinedCount + plan.gateCount) * 4) { arguments in
            let length = Int(arguments.input(0, as: Int64.self).pointee)
            guard (0...time).contains(length) else { throw OperationError("seq_len_max is \(length), of \(time)") }
            let scratch = arguments.scratch.bindMemory(to: Float.self, capacity: plan.joinedCount + plan.gateCount)
            let (gates, weights) = (arguments.lstmGates(), arguments.lstmWeights(first: 4, bias: 8))
            var cell = arguments.input(2, as: Float.self)
            var hidden = arguments.input(3, as: Float.self)
            for step in 0..<length {
                let now = gates.advanced(by: step * stateCount)
                plan.step(
                    arguments.input(1, as: Float.self) + step * plan.batch * plan.inputs, cell: cell, hidden: hidden,
                    weights, to: now, scratch: scratch, workers: arguments.workers)
                (cell, hidden) = (UnsafePointer(now.cs), UnsafePointer(now.h))
            }
            for output in 0..<7 {
                (arguments.output(output, as: Float.self) + length * stateCount)
                    .update(repeating: 0, count: (time - length) * stateCount)
            }
        }
    }
}
