import AdjointCore
import AdjointKernels

/// The gradients of a ``SequenceBlockOperation``.
protocol SequenceBlockGradientOperation: OperationDefinition {
    static var gateOrder: LSTMBlock.GateOrder { get }
    /// What the attributes of the op itself set.
    var settings: LSTMBlockSettings { get set }
}

extension OperationSignature {
    static let sequenceBlockGradient = OperationSignature.block(
        [
            "x", "cs_prev", "h_prev", "w", "wci", "wcf", "wco", "b", "i", "cs", "f", "o", "ci", "co", "h", "cs_grad",
            "h_grad",
        ],
        [
            "x_grad", "cs_prev_grad", "h_prev_grad", "w_grad", "wci_grad", "wcf_grad", "wco_grad", "b_grad",
        ], hasLength: true)
}

extension SequenceBlockGradientOperation {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(1, rank: 3, role: "x")
        return (1...8).map { context.shape($0) }
    }

    public static var gradient: GradientRule<Self> { .notDifferentiable(reason: "TensorFlow defines none") }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        var block = try context.lstmBlock(settings, first: 1, hasTime: true)
        block.gateOrder = Self.gateOrder
        let (plan, time) = (block, context.inputs[1].dimensions[0])
        for index in 9..<18 where context.inputs[index].dimensions != [time, plan.batch, plan.units] {
            throw OperationError("input \(index) is not \([time, plan.batch, plan.units])")
        }
        let (stateCount, width) = (plan.batch * plan.units, plan.inputs + plan.units)
        let weightCount = width * 4 * plan.units
        // The sums' gradients, inputs side by side and their gradients, the weights' part, two states.
        let total = plan.gateCount + 2 * plan.joinedCount + weightCount + 2 * stateCount
        return Kernel(scratchByteCount: total * 4) { arguments in
            let length = Int(arguments.input(0, as: Int64.self).pointee)
            guard (0...time).contains(length) else { throw OperationError("seq_len_max is \(length), of \(time)") }
            let sums = arguments.scratch.bindMemory(to: Float.self, capacity: total)
            let (joined, ofJoined) = (sums + plan.gateCount, sums + plan.gateCount + plan.joinedCount)
            let part = ofJoined + plan.joinedCount
            let (ofCell, ofHidden) = (part + weightCount, part + weightCount + stateCount)
            let counts =
                [time * plan.batch * plan.inputs, stateCount, stateCount, weightCount]
                + [plan.units, plan.units, plan.units, 4 * plan.units]
            for (index, count) in counts.enumerated() {
                arguments.output(index, as: Float.self).update(repeating: 0, count: count)
            }
            ofCell.update(repeating: 0, count: 2 * stateCount)
            let weights = arguments.lstmWeights(first: 4, bias: 8)
            let gates = arguments.lstmGates(input: 9, hidden: 15)
            let (toCell, toWeights, toBias) = (
                arguments.output(1, as: Float.self), arguments.output(3, as: Float.self),
                arguments.output(7, as: Float.self)
            )
            for step in stride(from: length - 1, through: 0, by: -1) {
                let offset = step * stateCount
                let before = gates.advanced(by: offset - stateCount)
                let cell = step > 0 ? UnsafePointer(before.cs) : arguments.input(2, as: Float.self)
                let hidden = step > 0 ? UnsafePointer(before.h) : arguments.input(3, as: Float.self)
                for place in 0..<stateCount {
                    ofCell[place] = toCell[place] + arguments.input(16, as: Float.self)[offset + place]
                    ofHidden[place] += arguments.input(17, as: Float.self)[offset + place]
                }
                plan.gradient(
                    cell: cell, weights, gates.advanced(by: offset), ofCell: UnsafePointer(ofCell),
                    ofHidden: UnsafePointer(ofHidden), toSums: sums, toCell: toCell, toInput: arguments.output(4),
                    toForget: arguments.output(5), toOutput: arguments.output(6))
                let x = arguments.input(1, as: Float.self) + step * plan.batch * plan.inputs
                plan.join(x, hidden, to: joined)
                Gemm.multiply(
                    transposeB: true, rows: plan.batch, columns: width, depth: 4 * plan.units, a: UnsafePointer(sums),
                    aStride: 4 * plan.units, b: weights.w, bStride: 4 * plan.units, into: ofJoined, cStride: width,
                    workers: arguments.workers)
                Gemm.multiply(
                    transposeA: true, rows: width, columns: 4 * plan.units, depth: plan.batch, a: UnsafePointer(joined),
                    aStride: width, b: UnsafePointer(sums), bStride: 4 * plan.units, into: part,
                    cStride: 4 * plan.units, workers: arguments.workers)
                for index in 0..<weightCount { toWeights[index] += part[index] }
                let toX = arguments.output(0, as: Float.self) + step * plan.batch * plan.inputs
                for row in 0..<plan.batch {
                    (toX + row * plan.inputs).update(from: ofJoined + row * width, count: plan.inputs)
                    (ofHidden + row * plan.units).update(from: ofJoined + row * width + plan.inputs, count: plan.units)
                    for gate in 0..<4 * plan.units { toBias[gate] += sums[row * 4 * plan.units + gate] }
                }
            }
            arguments.output(2, as: Float.self).update(from: ofHidden, count: stateCount)
        }
    }
}
