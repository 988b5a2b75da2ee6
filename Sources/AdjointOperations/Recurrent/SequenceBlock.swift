import AdjointCore

/// Long short-term memory over all steps of sequences as one op.
protocol SequenceBlockOperation: OperationDefinition {
    associatedtype GradientOperation: SequenceBlockGradientOperation
    static var gateOrder: LSTMBlock.GateOrder { get }
    /// What the attributes set.
    var settings: LSTMBlockSettings { get }
}

extension OperationSignature {
    static let sequenceBlock = OperationSignature.block(
        ["x", "cs_prev", "h_prev", "w", "wci", "wcf", "wco", "b"], ["i", "cs", "f", "o", "ci", "co", "h"],
        hasLength: true)
}

extension SequenceBlockOperation {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 0, role: "seq_len_max")
        let x = try context.shape(1, rank: 3, role: "x")
        let bias = try context.shape(8, rank: 1, role: "b")
        return Array(repeating: [x[0], x[1], bias[0].map { $0 / 4 }], count: 7)
    }

    // TF: `_block_lstm_grad`.
    public static var gradient: GradientRule<Self> {
        .differentiable { definition, context in definition.gradients(context) }
    }

    private func gradients(_ context: GradientContext) -> [Tensor?] {
        var rule = GradientOperation()
        rule.settings.usesPeephole = settings.usesPeephole
        let gradients = context.graph.addTensors(
            rule, inputs: context.inputs + context.outputs + [context.outputGradient(1), context.outputGradient(6)],
            count: 8)
        return [nil] + gradients
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        var block = try context.lstmBlock(settings, first: 1, hasTime: true)
        block.gateOrder = Self.gateOrder
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
