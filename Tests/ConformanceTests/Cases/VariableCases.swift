import Adjoint
import AdjointCore

/// A variable of a tensor's element type that starts as 0.5 everywhere.
private func variable(like tensor: Tensor, _ dimensions: [Int], file: StaticString = #fileID, line: UInt = #line)
    -> Variable
{
    let start =
        DTypeSet.numeric.contains(tensor.dtype)
        ? NDArray(repeating: 0.5, dtype: tensor.dtype, dimensions: dimensions)
        : NDArray(zeros: tensor.dtype, dimensions: dimensions)
    return tensor.graph.variable(start, file: file, line: line)
}

/// A write that comes after the variables' initial values, and what is read afterwards.
private func after(_ variables: Variable..., write: () -> Tensor) -> Tensor {
    guard let graph = variables.first?.graph else { return write() }
    return graph.withControlDependencies(on: variables.filter(\.isValid).map(\.initializer)) { write().identity() }
}

/// A step of an optimizer on `count` variables (the first the updated one), with scalars before and behind the gradient.
private func update<Definition: OperationDefinition>(
    _ definition: Definition, _ gradient: Tensor, variables count: Int, _ before: [Double], _ behind: [Double] = [],
    line: UInt = #line
) -> Tensor {
    let graph = gradient.graph
    let variables = (0..<count).map { _ in variable(like: gradient, [2, 3], line: line) }
    func scalars(_ values: [Double]) -> [Tensor] {
        let dtype: DType = DTypeSet.numeric.contains(gradient.dtype) ? gradient.dtype : .float32
        return values.map { graph.constant(NDArray($0, dtype: dtype)) }
    }
    return graph.withControlDependencies(on: variables.filter(\.isValid).map(\.initializer)) {
        graph.addTensor(
            definition, inputs: variables.map(\.reference) + scalars(before) + [gradient] + scalars(behind),
            site: CreationSite(#fileID, line)
        ).identity()
    }
}

extension OperationCase {
    /// Variables, writes and optimizer steps. Each case writes after the initial value and reads what it wrote.
    static let variables: [OperationCase] = assignments + updates

    private static let assignments: [OperationCase] = [
        OperationCase("Assign", inputs: [.random([2, 3])]) { inputs in
            let v = variable(like: inputs[0], [2, 3])
            return after(v) { v.assign(inputs[0]) }
        },
        OperationCase("Assign to a scalar", inputs: [.random([])]) { inputs in
            let v = variable(like: inputs[0], [])
            return after(v) { v.assign(inputs[0]) }
        },
        OperationCase("Assign to a variable of TensorFlow before 0.12", inputs: [.random([2, 3])]) { inputs in
            let site = CreationSite(#fileID, #line)
            let reference = inputs[0].graph.addTensor(LegacyVariable(inputs[0].dtype, shape: [2, 3]), site: site)
            return inputs[0].graph.addTensor(Assign(usesLocking: true), inputs: [reference, inputs[0]], site: site)
                .identity()
        },
        OperationCase("AssignAdd", inputs: [.random([2, 3])]) { inputs in
            let v = variable(like: inputs[0], [2, 3])
            return after(v) { v.assignAdd(inputs[0]) }
        },
        OperationCase("AssignAdd of no elements", inputs: [.random([0, 3])]) { inputs in
            let v = variable(like: inputs[0], [0, 3])
            return after(v) { v.assignAdd(inputs[0]) }
        },
        OperationCase("AssignSub", inputs: [.random([2, 3])]) { inputs in
            let v = variable(like: inputs[0], [2, 3])
            return after(v) { v.assignSub(inputs[0]) }
        },
        OperationCase("ScatterUpdate", inputs: [.value(NDArray([2, 0] as [Int32])), .random([2, 3])]) { inputs in
            let v = variable(like: inputs[1], [4, 3])
            return after(v) { v.scatterUpdate(at: inputs[0], with: inputs[1]) }
        },
        OperationCase("ScatterAdd of repeated rows", inputs: [.value(NDArray([2, 2] as [Int64])), .random([2, 3])]) {
            inputs in
            let v = variable(like: inputs[1], [4, 3])
            return after(v) { v.scatterAdd(at: inputs[0], with: inputs[1]) }
        },
        OperationCase("ScatterSub of a scalar", inputs: [.value(NDArray([1, 3] as [Int32])), .random([])]) { inputs in
            let v = variable(like: inputs[1], [4, 3])
            return after(v) { v.scatterSub(at: inputs[0], with: inputs[1]) }
        },
        OperationCase("CountUpTo", inputs: [.value(NDArray(Int32(3)))]) { inputs in
            let v = variable(like: inputs[0], [])
            return after(v) {
                let start = v.assign(inputs[0])
                return v.graph.withControlDependencies(on: start.isValid ? [start.operation] : []) { v.countUp(to: 5) }
            }
        },
        OperationCase("IsVariableInitialized", inputs: [.random([2, 3])]) { inputs in
            let v = variable(like: inputs[0], [2, 3])
            return after(v) { v.isInitialized() }
        },
    ]

    private static let updates: [OperationCase] = [
        OperationCase("ApplyGradientDescent", inputs: [.random([2, 3])]) {
            update(ApplyGradientDescent(), $0[0], variables: 1, [0.1])
        },
        OperationCase("ApplyMomentum", inputs: [.random([2, 3])]) {
            update(ApplyMomentum(), $0[0], variables: 2, [0.1], [0.9])
        },
        OperationCase("ApplyMomentum, Nesterov", inputs: [.random([2, 3])]) {
            update(ApplyMomentum(usesNesterov: true), $0[0], variables: 2, [0.1], [0.9])
        },
        OperationCase("ApplyAdagrad", inputs: [.random([2, 3])]) {
            update(ApplyAdagrad(), $0[0], variables: 2, [0.1])
        },
        OperationCase("ApplyAdadelta", inputs: [.random([2, 3])]) {
            update(ApplyAdadelta(), $0[0], variables: 3, [0.1, 0.95, 1e-6])
        },
        OperationCase("ApplyRMSProp", inputs: [.random([2, 3])]) {
            update(ApplyRMSProp(), $0[0], variables: 3, [0.1, 0.9, 0.5, 1e-6])
        },
        OperationCase("ApplyCenteredRMSProp", inputs: [.random([2, 3])]) {
            update(ApplyCenteredRMSProp(), $0[0], variables: 4, [0.1, 0.9, 0.5, 1e-6])
        },
        OperationCase("ApplyAdam", inputs: [.random([2, 3])]) {
            update(ApplyAdam(), $0[0], variables: 3, [0.81, 0.98, 0.1, 0.9, 0.99, 1e-6])
        },
        OperationCase("ApplyFtrl", inputs: [.random([2, 3])]) {
            update(ApplyFtrl(), $0[0], variables: 3, [], [0.1, 0.2, 0.3, -0.5])
        },
        OperationCase("ApplyFtrlV2", inputs: [.random([2, 3])]) {
            update(ApplyFtrlV2(), $0[0], variables: 3, [], [0.1, 0.2, 0.3, 0.4, -0.5])
        },
    ]
}
