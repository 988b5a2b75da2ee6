public import AdjointCore
import AdjointKernels

/// A step of a gated recurrent unit as one op. TF: `GRUBlockCell`. Source: Cho et al. 2014, Learning phrase
/// representations using RNN encoder–decoder for statistical machine translation.
///
/// x: `[batch, inputs]`; h_prev: `[batch, units]`; w_ru: `[inputs + units, 2·units]`; w_c: `[inputs + units, units]`;
/// b_ru: `[2·units]`; b_c: `[units]`; float32. With [r u] = σ([x h_prev]·w_ru + b_ru) and
/// c = tanh([x (r∘h_prev)]·w_c + b_c) the new state is h = u∘h_prev + (1 - u)∘c. Results: r, u, c, h, `[batch, units]`
/// each.
public struct GRUBlockCell: OperationDefinition {
    public static let type = "GRUBlockCell"
    public static let signature = OperationSignature.block(
        ["x", "h_prev", "w_ru", "w_c", "b_ru", "b_c"], ["r", "u", "c", "h"], in: DTypeSet(.float32))

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let x = try context.shape(0, rank: 2, role: "x")
        let state = try context.shape(1, rank: 2, role: "h_prev")
        return Array(repeating: [x[0] ?? state[0], state[1]], count: 4)
    }

    // That of the new state alone. TF: `_GRUBlockCellGrad` of `tf.contrib.rnn`.
    public static let gradient = GradientRule<GRUBlockCell>.differentiable { _, context in
        let (inputs, reset) = (context.inputs, context.outputs[0])
        let parts = context.graph.addTensors(
            GRUBlockCellGrad(), inputs: inputs + context.outputs[..<3] + [context.outputGradient(3)], count: 4)
        let (x, state, ofC, ofRU) = (inputs[0], inputs[1], parts[2], parts[3])
        func ofWeights(_ state: Tensor, _ sums: Tensor) -> Tensor {
            concatenate([x, state], axis: 1).multiplied(byMatrix: sums, transposingLeft: true)
        }
        return [
            parts[0], parts[1], ofWeights(state, ofRU), ofWeights(state * reset, ofC), ofRU.sum(axes: [0]),
            ofC.sum(axes: [0]),
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let block = try context.gruBlock()
        let count = block.joinedCount + 2 * block.stateCount
        return Kernel(scratchByteCount: count * 4) { arguments in
            let joined = arguments.scratch.bindMemory(to: Float.self, capacity: count)
            let sums = joined + block.joinedCount
            let (x, state) = (arguments.input(0, as: Float.self), arguments.input(1, as: Float.self))
            let (r, u) = (arguments.output(0, as: Float.self), arguments.output(1, as: Float.self))
            let (c, h) = (arguments.output(2, as: Float.self), arguments.output(3, as: Float.self))
            let (biases, bias) = (arguments.input(4, as: Float.self), arguments.input(5, as: Float.self))
            block.join(x, state, to: joined)
            block.multiply(joined, by: arguments.input(2), columns: 2 * block.units, to: sums, arguments.workers)
            for place in 0..<block.stateCount {
                let (row, unit) = (place / block.units, place % block.units)
                let gate = sums + 2 * row * block.units + unit
                r[place] = LSTMBlock.sigmoid(gate[0] + biases[unit])
                u[place] = LSTMBlock.sigmoid(gate[block.units] + biases[block.units + unit])
                // Until it is overwritten, h holds what is left of the state.
                h[place] = state[place] * r[place]
            }
            block.join(x, UnsafePointer(h), to: joined)
            block.multiply(joined, by: arguments.input(3), columns: block.units, to: c, arguments.workers)
            for place in 0..<block.stateCount {
                c[place] = LSTMBlock.hyperbolicTangent(c[place] + bias[place % block.units])
                h[place] = u[place] * state[place] + (1 - u[place]) * c[place]
            }
        }
    }
}

/// The extents of a gated recurrent unit.
struct GRUBlock: Sendable {
    let batch: Int
    let inputs: Int
    let units: Int

    var stateCount: Int { batch * units }
    var joinedCount: Int { batch * (inputs + units) }

    /// Inputs and state side by side: `[batch, inputs + units]`.
    func join(_ x: UnsafePointer<Float>, _ state: UnsafePointer<Float>, to joined: UnsafeMutablePointer<Float>) {
        LSTMBlock.join(x, state, rows: batch, widths: (inputs, units), to: joined)
    }

    /// The product of `[batch, inputs + units]` and weights.
    func multiply(
        _ joined: UnsafePointer<Float>, by weights: UnsafePointer<Float>, columns: Int,
        to result: UnsafeMutablePointer<Float>, _ workers: WorkerPool
    ) {
        Gemm.multiply(
            rows: batch, columns: columns, depth: inputs + units, a: joined, aStride: inputs + units, b: weights,
            bStride: columns, into: result, cStride: columns, workers: workers)
    }

    /// The product of gradients of sums and transposed weights: `[batch, inputs + units]`.
    func multiplyBack(
        _ sums: UnsafePointer<Float>, by weights: UnsafePointer<Float>, columns: Int,
        to result: UnsafeMutablePointer<Float>, _ workers: WorkerPool
    ) {
        Gemm.multiply(
            transposeB: true, rows: batch, columns: inputs + units, depth: columns, a: sums, aStride: columns,
            b: weights, bStride: columns, into: result, cStride: inputs + units, workers: workers)
    }
}

extension BindingContext {
    /// The extents of a unit whose first six inputs are those of ``GRUBlockCell``.
    func gruBlock() throws -> GRUBlock {
        let (x, state) = (inputs[0].dimensions, inputs[1].dimensions)
        guard x.count == 2, state.count == 2, x[0] == state[0],
            inputs[2].dimensions == [x[1] + state[1], 2 * state[1]],
            inputs[3].dimensions == [x[1] + state[1], state[1]],
            inputs[4].dimensions == [2 * state[1]], inputs[5].dimensions == [state[1]]
        else { throw OperationError("weights or biases do not fit x \(Shape(x)) and a state \(Shape(state))") }
        return GRUBlock(batch: x[0], inputs: x[1], units: state[1])
    }
}
