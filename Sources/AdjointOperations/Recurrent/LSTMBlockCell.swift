public import AdjointCore

/// A step of long short-term memory as one op. TF: `LSTMBlockCell`.
///
/// x: `[batch, inputs]`; cs_prev, h_prev: `[batch, units]`; w: `[inputs + units, 4·units]`; wci, wcf, wco: `[units]`;
/// b: `[4·units]`; float32. Results: gates, cell and hidden state, `[batch, units]` each.
public struct LSTMBlockCell: OperationDefinition {
    public static let type = "LSTMBlockCell"
    public static let signature = OperationSignature.block(
        ["x", "cs_prev", "h_prev", "w", "wci", "wcf", "wco", "b"], ["i", "cs", "f", "o", "ci", "co", "h"])
    public static let attributes = LSTMBlockSettings.attributes.map { $0.within(\LSTMBlockCell.settings) }

    /// What the attributes set.
    public var settings = LSTMBlockSettings()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let x = try context.shape(0, rank: 2, role: "x")
        let cell = try context.shape(1, rank: 2, role: "cs_prev")
        return Array(repeating: [x[0] ?? cell[0], cell[1]], count: 7)
    }

    public static let gradient = GradientRule<LSTMBlockCell>.differentiable { definition, context in
        let (inputs, outputs, graph) = (context.inputs, context.outputs, context.graph)
        var rule = LSTMBlockCellGrad()
        rule.settings.usesPeephole = definition.settings.usesPeephole
        let parts = graph.addTensors(
            rule,
            inputs: Array(inputs[..<8]) + Array(outputs[..<6]) + [
                context.outputGradient(1), context.outputGradient(6),
            ],
            count: 5)
        let (x, hidden, w, sums) = (inputs[0], inputs[2], inputs[3], parts[1])
        let size = x.shapeTensor()[1]
        let ofJoined = sums.multiplied(byMatrix: w, transposingRight: true)
        let joined = concatenate([x, hidden], axis: 1)
        return [
            ofJoined.sliced(
                begin: [0, 0], size: graph.packedIndices([.known(-1), .computed(size)], name: "size")),
            parts[0],
            ofJoined.sliced(
                begin: graph.packedIndices([.known(0), .computed(size)], name: "begin"), size: [-1, -1]),
            joined.multiplied(byMatrix: sums, transposingLeft: true), parts[2], parts[3], parts[4], sums.sum(axes: [0]),
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let plan = try context.lstmBlock(settings, first: 0, hasTime: false)
        return Kernel(scratchByteCount: (plan.joinedCount + plan.gateCount) * 4) { arguments in
            let scratch = arguments.scratch.bindMemory(to: Float.self, capacity: plan.joinedCount + plan.gateCount)
            plan.step(
                arguments.input(0), cell: arguments.input(1), hidden: arguments.input(2),
                arguments.lstmWeights(first: 3, bias: 7), to: arguments.lstmGates(), scratch: scratch,
                workers: arguments.workers)
        }
    }
}
