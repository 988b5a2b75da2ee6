public import AdjointCore

/// The gradients of `LSTMBlockCell`: of the cell before, of the sums of the gates, and of the cell's own weights.
/// TF: `LSTMBlockCellGrad`.
public struct LSTMBlockCellGrad: OperationDefinition {
    public static let type = "LSTMBlockCellGrad"
    public static let signature = OperationSignature.block(
        [
            "x", "cs_prev", "h_prev", "w", "wci", "wcf", "wco", "b", "i", "cs", "f", "o", "ci", "co", "cs_grad",
            "h_grad",
        ], ["cs_prev_grad", "dicfo", "wci_grad", "wcf_grad", "wco_grad"])
    public static let attributes: [AttributeKey<LSTMBlockCellGrad>] = [
        .bool("use_peephole", \.settings.usesPeephole)
    ]

    /// What the attributes of the op itself set.
    public var settings = LSTMBlockSettings()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let cell = try context.shape(1, rank: 2, role: "cs_prev")
        let weights: Shape = [cell[1]]
        return [cell, [cell[0], cell[1].map { 4 * $0 }], weights, weights, weights]
    }

    public static let gradient = GradientRule<LSTMBlockCellGrad>.notDifferentiable(reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let plan = try context.lstmBlock(settings, first: 0, hasTime: false)
        for index in 8..<16 where context.inputs[index].dimensions != context.inputs[1].dimensions {
            throw OperationError("input \(index) has another shape than the cell")
        }
        return Kernel { arguments in
            for index in 2..<5 { arguments.output(index, as: Float.self).update(repeating: 0, count: plan.units) }
            plan.gradient(
                cell: arguments.input(1), arguments.lstmWeights(first: 3, bias: 7), arguments.lstmGates(input: 8),
                ofCell: arguments.input(14), ofHidden: arguments.input(15), toSums: arguments.output(1),
                toCell: arguments.output(0), toInput: arguments.output(2), toForget: arguments.output(3),
                toOutput: arguments.output(4))
        }
    }
}
