public import AdjointCore
import AdjointKernels

/// The gradients of ``GRUBlockCell``: of its input and state, and of the sums inside its tanh and its gates.
/// TF: `GRUBlockCellGrad`.
public struct GRUBlockCellGrad: OperationDefinition {
    public static let type = "GRUBlockCellGrad"
    public static let signature = OperationSignature.block(
        ["x", "h_prev", "w_ru", "w_c", "b_ru", "b_c", "r", "u", "c", "d_h"],
        ["d_x", "d_h_prev", "d_c_bar", "d_r_bar_u_bar"], in: DTypeSet(.float32))

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let state = try context.shape(1, rank: 2, role: "h_prev")
        return [
            try context.shape(0, rank: 2, role: "x"), state, state, [state[0], state[1].map { 2 * $0 }],
        ]
    }

    public static let gradient = GradientRule<GRUBlockCellGrad>.notDifferentiable(reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let block = try context.gruBlock()
        for index in 6..<10 where context.inputs[index].dimensions != context.inputs[1].dimensions {
            throw OperationError("input \(index) has another shape than the state")
        }
        return Kernel(scratchByteCount: 2 * block.joinedCount * 4) { arguments in
            // The gradients of inputs and state side by side: by way of the gates, and of tanh.
            let ofGates = arguments.scratch.bindMemory(to: Float.self, capacity: 2 * block.joinedCount)
            let ofTanh = ofGates + block.joinedCount
            let (toX, toState) = (arguments.output(0, as: Float.self), arguments.output(1, as: Float.self))
            let (toC, toGates) = (arguments.output(2, as: Float.self), arguments.output(3, as: Float.self))
            let (state, r) = (arguments.input(1, as: Float.self), arguments.input(6, as: Float.self))
            let (u, c) = (arguments.input(7, as: Float.self), arguments.input(8, as: Float.self))
            let gradient = arguments.input(9, as: Float.self)
            let (units, width) = (block.units, block.inputs + block.units)
            for place in 0..<block.stateCount {
                toC[place] = gradient[place] * (1 - u[place]) * (1 - c[place] * c[place])
            }
            block.multiplyBack(toC, by: arguments.input(3), columns: units, to: ofTanh, arguments.workers)
            for row in 0..<block.batch {
                for unit in 0..<units {
                    let place = row * units + unit
                    let ofKept = ofTanh[row * width + block.inputs + unit]
                    toGates[2 * row * units + unit] = ofKept * state[place] * r[place] * (1 - r[place])
                    toGates[(2 * row + 1) * units + unit] =
                        gradient[place] * (state[place] - c[place]) * u[place] * (1 - u[place])
                }
            }
            block.multiplyBack(toGates, by: arguments.input(2), columns: 2 * units, to: ofGates, arguments.workers)
            for row in 0..<block.batch {
                for column in 0..<block.inputs {
                    toX[row * block.inputs + column] = ofGates[row * width + column] + ofTanh[row * width + column]
                }
                for unit in 0..<units {
                    let (place, own) = (row * units + unit, row * width + block.inputs + unit)
                    toState[place] = ofTanh[own] * r[place] + gradient[place] * u[place] + ofGates[own]
                }
            }
        }
    }
}
