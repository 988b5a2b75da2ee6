import Adjoint
import AdjointCore

extension OperationCase {
    /// Writes to variables: what the laws of shape, round trip and repetition apply to.
    static let updates: [OperationCase] =
        assignments + optimizerSteps + sparseSteps + scatters

    private static let assignments: [OperationCase] = [
        OperationCase(
            "Assign", inputs: [.random([2, 3])],
            buildAll: { inputs in
                let variable = variable(like: inputs[0], [2, 3], "w")
                return results(of: variable.assign(inputs[0]), [variable])
            }),
        OperationCase(
            "AssignAdd", inputs: [.random([2, 3])],
            buildAll: { inputs in
                let variable = variable(like: inputs[0], [2, 3], "w")
                return results(of: variable.assignAdd(inputs[0]), [variable])
            }),
        OperationCase(
            "AssignSub", inputs: [.random([2, 3])],
            buildAll: { inputs in
                let variable = variable(like: inputs[0], [2, 3], "w")
                return results(of: variable.assignSub(inputs[0]), [variable])
            }),
        OperationCase("Assign's output as data", inputs: [.random([2, 3])]) { inputs in
            variable(like: inputs[0], [2, 3], "w").assign(inputs[0]) * 2
        },
        OperationCase("CountUpTo", inputs: [.value(NDArray(Int32(0)))]) { inputs in
            inputs[0].graph.variable(Int32(3)).countUp(to: 7)
        },
        OperationCase("IsVariableInitialized", inputs: [.random([])]) { inputs in
            variable(like: inputs[0], [], "w").isInitialized()
        },
        OperationCase(
            "A group", inputs: [.random([2])],
            buildAll: { inputs in
                let graph = inputs[0].graph
                let (first, second) = (variable(like: inputs[0], [2], "v"), variable(like: inputs[0], [2], "w"))
                let writes = [first.assign(inputs[0]), second.assignAdd(inputs[0])].filter(\.isValid).map(\.operation)
                let group = graph.group(writes)
                return graph.withControlDependencies(on: group.map { [$0] } ?? []) {
                    [first.readValue(), second.readValue()]
                }
            }),
    ]

    private static let scatters: [OperationCase] = [
        OperationCase(
            "ScatterUpdate", inputs: [.value(NDArray([2, 0] as [Int32])), .random([2, 3])],
            buildAll: { inputs in
                let variable = variable(like: inputs[1], [4, 3], "w")
                return results(of: variable.scatterUpdate(at: inputs[0], with: inputs[1]), [variable])
            }),
        OperationCase(
            "ScatterAdd with repeated rows", inputs: [.value(NDArray([2, 0, 2] as [Int64])), .random([3, 3])],
            buildAll: { inputs in
                let variable = variable(like: inputs[1], [4, 3], "w")
                return results(of: variable.scatterAdd(at: inputs[0], with: inputs[1]), [variable])
            }),
        OperationCase(
            "ScatterSub of a matrix of rows",
            inputs: [.value(NDArray([2, 0, 1, 0] as [Int32], dimensions: [2, 2])), .random([2, 2])],
            buildAll: { inputs in
                let variable = variable(like: inputs[1], [3], "w")
                return results(of: variable.scatterSub(at: inputs[0], with: inputs[1]), [variable])
            }),
    ]

    private static let optimizerSteps: [OperationCase] = [
        step("ApplyGradientDescent", ApplyGradientDescent(), slots: 0, scalars: [0.1], gradientPosition: 1),
        step("ApplyMomentum", ApplyMomentum(), slots: 1, scalars: [0.1, 0.9], gradientPosition: 1),
        step(
            "ApplyMomentum of Nesterov", ApplyMomentum(usesNesterov: true), slots: 1, scalars: [0.1, 0.9],
            gradientPosition: 1),
        step("ApplyAdagrad", ApplyAdagrad(), slots: 1, scalars: [0.1], gradientPosition: 1),
        step("ApplyAdadelta", ApplyAdadelta(), slots: 2, scalars: [0.1, 0.95, 1e-6], gradientPosition: 3),
        step(
            "ApplyAdam", ApplyAdam(), slots: 2, scalars: [0.9, 0.999, 0.01, 0.9, 0.999, 1e-8], gradientPosition: 6),
        step(
            "ApplyAdam with Nesterov", ApplyAdam(usesNesterov: true), slots: 2,
            scalars: [0.9, 0.999, 0.01, 0.9, 0.999, 1e-8], gradientPosition: 6),
        step("ApplyRMSProp", ApplyRMSProp(), slots: 2, scalars: [0.01, 0.9, 0.5, 1e-6], gradientPosition: 4),
        step(
            "ApplyCenteredRMSProp", ApplyCenteredRMSProp(), slots: 3, scalars: [0.01, 0.9, 0.5, 1e-6],
            gradientPosition: 4, slotRange: [-0.1...0.1, 1...2, -0.1...0.1]),
        step("ApplyFtrl", ApplyFtrl(), slots: 2, scalars: [0.1, 0.01, 0.02, -0.5], gradientPosition: 0),
        step("ApplyFtrlV2", ApplyFtrlV2(), slots: 2, scalars: [0.1, 0.01, 0.02, 0.03, -0.5], gradientPosition: 0),
    ]

    /// A case of one optimizer step; `scalars` are its parameters in order, among which the gradient stands at a place.
    private static func step<Definition: OperationDefinition>(
        _ name: String, _ definition: Definition, slots: Int, scalars: [Double], gradientPosition: Int,
        slotRange: [ClosedRange<Double>] = [0.1...1, 0.1...1, 0.1...1]
    ) -> OperationCase {
        OperationCase(
            name, inputs: [.random([2, 3])],
            buildAll: { inputs in
                let gradient = inputs[0]
                let variables =
                    [variable(like: gradient, [2, 3], "w")]
                    + (0..<slots).map { variable(like: gradient, [2, 3], "slot_\($0)", in: slotRange[$0]) }
                var values = scalars.map { gradient.graph.constant(NDArray($0, dtype: realType(gradient))) }
                values.insert(gradient, at: gradientPosition)
                let output = gradient.graph.addTensor(
                    definition, inputs: variables.map(\.reference) + values, site: CreationSite(#fileID, #line))
                return results(of: output, variables)
            })
    }

    private static let sparseSteps: [OperationCase] = [
        sparseStep("SparseApplyMomentum", SparseApplyMomentum(), slots: 1, scalars: [0.1, 0.9], at: 1),
        sparseStep(
            "SparseApplyMomentum of Nesterov", SparseApplyMomentum(usesNesterov: true), slots: 1, scalars: [0.1, 0.9],
            at: 1),
        sparseStep("SparseApplyAdagrad", SparseApplyAdagrad(), slots: 1, scalars: [0.1], at: 1),
        sparseStep("SparseApplyAdadelta", SparseApplyAdadelta(), slots: 2, scalars: [0.1, 0.95, 1e-6], at: 3),
        sparseStep("SparseApplyRMSProp", SparseApplyRMSProp(), slots: 2, scalars: [0.01, 0.9, 0.5, 1e-6], at: 4),
        sparseStep(
            "SparseApplyCenteredRMSProp", SparseApplyCenteredRMSProp(), slots: 3, scalars: [0.01, 0.9, 0.5, 1e-6],
            at: 4, slotRange: [-0.1...0.1, 1...2, -0.1...0.1]),
        sparseStep("SparseApplyFtrl", SparseApplyFtrl(), slots: 2, scalars: [0.1, 0.01, 0.02, -0.5], at: 0),
        sparseStep("SparseApplyFtrlV2", SparseApplyFtrlV2(), slots: 2, scalars: [0.1, 0.01, 0.02, 0.03, -0.5], at: 0),
    ]

    /// A case of one optimizer step for some rows, one of them twice; the rows of the gradient and the indices stand at
    /// a place among the scalars.
    private static func sparseStep<Definition: OperationDefinition>(
        _ name: String, _ definition: Definition, slots: Int, scalars: [Double], at place: Int,
        slotRange: [ClosedRange<Double>] = [0.1...1, 0.1...1, 0.1...1]
    ) -> OperationCase {
        OperationCase(
            name, inputs: [.random([3, 2]), .value(NDArray([4, 0, 4] as [Int32]))],
            buildAll: { inputs in
                let variables =
                    [variable(like: inputs[0], [5, 2], "w")]
                    + (0..<slots).map { variable(like: inputs[0], [5, 2], "slot_\($0)", in: slotRange[$0]) }
                var values = scalars.map { inputs[0].graph.constant(NDArray($0, dtype: realType(inputs[0]))) }
                values.insert(contentsOf: inputs, at: place)
                let output = inputs[0].graph.addTensor(
                    definition, inputs: variables.map(\.reference) + values, site: CreationSite(#fileID, #line))
                return results(of: output, variables)
            })
    }

    /// A write's output, and what the variables hold afterwards.
    private static func results(of write: Tensor, _ variables: [Variable]) -> [Tensor] {
        guard write.isValid else { return [write] }
        return [write]
            + write.graph.withControlDependencies(on: [write.operation]) { variables.map { $0.readValue() } }
    }

    /// A variable with given initial values of the type of an input.
    private static func variable(
        like input: Tensor, _ dimensions: [Int], _ name: String, in range: ClosedRange<Double> = -1...1
    ) -> Variable {
        var numbers = TestNumbers(name)
        let values = numbers.numbers(dimensions.reduce(1, *), in: range)
        return input.graph.variable(NDArray(values, as: realType(input), dimensions: dimensions), name: name)
    }

    private static func realType(_ tensor: Tensor) -> DType {
        DTypeSet.real.contains(tensor.dtype) ? tensor.dtype : .float32
    }
}
