import Adjoint
import AdjointCore

extension OperationCase {
    /// Variables behind handles, and steps of optimizers on them.
    static let resources: [OperationCase] = handles + resourceSteps + resourceScatters + valueScatters

    private static let handles: [OperationCase] = [
        OperationCase(
            "AssignVariableOp, AssignAddVariableOp and AssignSubVariableOp", inputs: [.random([2, 3])],
            buildAll: { inputs in
                let variable = resource(like: inputs[0], [2, 3], "w")
                return writes(
                    ["AssignVariableOp", "AssignAddVariableOp", "AssignSubVariableOp"], [variable], [inputs[0]])
            }),
        OperationCase(
            "VarIsInitializedOp, VariableShape and DestroyResourceOp", inputs: [.random([2, 3])],
            buildAll: { inputs in
                let (graph, variable) = (inputs[0].graph, resource(like: inputs[0], [2, 3], "w"))
                let isInitialized = graph.addTensor(VarIsInitializedOp(), inputs: [variable.reference])
                let shape = graph.addTensor(VariableShape(indexType: .int64), inputs: [variable.reference])
                guard isInitialized.isValid, shape.isValid else { return [] }
                // TensorFlow's variable is gone after that, so nothing looks at it any more.
                let destroy = graph.withControlDependencies(on: [isInitialized.operation, shape.operation]) {
                    graph.addRaw("DestroyResourceOp", inputs: [variable.reference])
                }
                guard let destroy else { return [] }
                return graph.withControlDependencies(on: [destroy]) { [isInitialized.identity(), shape.identity()] }
            }),
        OperationCase(
            "ResourceGather", inputs: [.random([1]), .value(NDArray([4, 0, 4, 1] as [Int32], dimensions: [2, 2]))],
            buildAll: { inputs in
                let variable = resource(like: inputs[0], [5, 2], "w")
                return inputs[0].graph.addRaw(
                    "ResourceGather", attributes: ["dtype": .type(variable.dtype)],
                    inputs: [variable.reference, inputs[1]])?.outputs ?? [.invalid(in: inputs[0].graph)]
            }),
        OperationCase(
            "ResourceGatherNd", inputs: [.random([1]), .value(NDArray([4, 0, 1, 1] as [Int64], dimensions: [2, 2]))],
            buildAll: { inputs in
                let variable = resource(like: inputs[0], [5, 2, 3], "w")
                return inputs[0].graph.addRaw(
                    "ResourceGatherNd", attributes: ["dtype": .type(variable.dtype)],
                    inputs: [variable.reference, inputs[1]])?.outputs ?? [.invalid(in: inputs[0].graph)]
            }),
    ]

    /// A step: its type, the number of slots, and its inputs behind them; `nil` stands for the gradient.
    private static let steps: [(type: String, slots: Int, inputs: [Double?])] = [
        ("ApplyGradientDescent", 0, [0.1, nil]), ("ApplyMomentum", 1, [0.1, nil, 0.9]),
        ("ApplyKerasMomentum", 1, [0.1, nil, 0.9]),
        ("ApplyAdagrad", 1, [0.1, nil]), ("ApplyAdagradV2", 1, [0.1, 0.01, nil]),
        ("ApplyAdadelta", 2, [0.1, 0.95, 1e-6, nil]), ("ApplyAdam", 2, [0.9, 0.999, 0.01, 0.9, 0.999, 1e-8, nil]),
        ("ApplyAdamWithAmsgrad", 3, [0.9, 0.999, 0.01, 0.9, 0.999, 1e-8, nil]),
        ("ApplyAdaMax", 2, [0.9, 0.01, 0.9, 0.999, 1e-8, nil]), ("ApplyRMSProp", 2, [0.01, 0.9, 0.5, 1e-6, nil]),
        ("ApplyCenteredRMSProp", 3, [0.01, 0.9, 0.5, 2, nil]), ("ApplyFtrl", 2, [nil, 0.1, 0.01, 0.02, -0.5]),
        ("ApplyFtrlV2", 2, [nil, 0.1, 0.01, 0.02, 0.03, -0.5]),
        ("ApplyProximalGradientDescent", 0, [0.1, 0.01, 0.02, nil]),
        ("ApplyProximalAdagrad", 1, [0.1, 0.01, 0.02, nil]),
        ("ApplyAdagradDA", 2, [nil, 0.1, 0.01, 0.02, 3]), ("ApplyAddSign", 1, [0.1, 1, 0.7, 0.9, nil]),
        ("ApplyPowerSign", 1, [0.1, 1, 0.7, 0.9, nil]),
    ]

    private static let resourceSteps: [OperationCase] = steps.flatMap { step -> [OperationCase] in
        let sparse = "Sparse" + step.type
        let types = OperationRegistry.standard.definitions
        return ["Resource" + step.type, step.type, "Resource" + sparse, sparse].filter { types[$0] != nil }
            .map { type in
                OperationCase(
                    "\(type) on \(type.hasPrefix("Resource") ? "a handle" : "a reference")",
                    inputs: [
                        .random(type.contains("Sparse") ? [3, 2] : [4, 2]),
                        .value(NDArray([2, 0, 2] as [Int32])),
                    ],
                    buildAll: { inputs in
                        Self.step(
                            type, slots: step.slots, step.inputs, gradient: inputs[0],
                            indices: type.contains("Sparse") ? inputs[1] : nil)
                    })
            }
    }

    private static func step(
        _ type: String, slots: Int, _ scalars: [Double?], gradient: Tensor, indices: Tensor?
    ) -> [Tensor] {
        let (graph, isResource) = (gradient.graph, type.hasPrefix("Resource"))
        let variables = (0...slots).map { slot in
            let (name, range) = (slot == 0 ? "w" : "slot_\(slot)", slot == 0 ? -1.0...1.0 : 0.1...1.0)
            return isResource
                ? resource(like: gradient, [4, 2], name, in: range)
                : graph.variable(values(like: gradient, [4, 2], name, in: range), name: name)
        }
        var inputs = variables.map(\.reference)
        for (index, scalar) in scalars.enumerated() {
            if let scalar {
                let isStep = type.hasSuffix("AdagradDA") && index == scalars.count - 1
                inputs.append(
                    graph.constant(isStep ? NDArray(Int64(scalar)) : NDArray(scalar, dtype: realType(gradient))))
            } else {
                inputs.append(gradient)
                if let indices { inputs.append(indices) }
            }
        }
        guard let step = graph.addRaw(type, inputs: inputs) else { return [.invalid(in: graph)] }
        return graph.withControlDependencies(on: [step]) { variables.map { read($0) } }
    }

    private static let resourceScatters: [OperationCase] =
        ["Add", "Sub", "Mul", "Div", "Min", "Max", "Update"].flatMap { kind in
            ["ResourceScatter", "Scatter"].map { prefix in
                OperationCase(
                    "\(prefix)\(kind) of rows", inputs: [.value(NDArray([2, 0] as [Int32])), .random([2, 3])],
                    buildAll: { inputs in scatter(prefix + kind, [4, 3], inputs) })
            }
        }
        + ["Add", "Sub", "Min", "Max", "Update"].flatMap { kind in
            ["ResourceScatterNd", "ScatterNd"].map { prefix in
                OperationCase(
                    "\(prefix)\(kind)",
                    inputs: [.value(NDArray([2, 0, 1, 1] as [Int64], dimensions: [2, 2])), .random([2, 2])],
                    buildAll: { inputs in scatter(prefix + kind, [4, 3, 2], inputs) })
            }
        }

    private static func scatter(_ type: String, _ dimensions: [Int], _ inputs: [Tensor]) -> [Tensor] {
        let graph = inputs[0].graph
        let variable =
            type.hasPrefix("Resource")
            ? resource(like: inputs[1], dimensions, "w")
            : graph.variable(values(like: inputs[1], dimensions, "w", in: -1...1), name: "w")
        guard let write = graph.addRaw(type, inputs: [variable.reference] + inputs) else {
            return [.invalid(in: graph)]
        }
        return graph.withControlDependencies(on: [write]) { [read(variable)] }
    }

    private static let valueScatters: [OperationCase] = [
        "TensorScatterAdd", "TensorScatterSub", "TensorScatterUpdate", "TensorScatterMin", "TensorScatterMax",
        "ScatterNdNonAliasingAdd",
    ].map { type in
        .raw(
            type,
            inputs: [
                .random([4, 3, 2]), .value(NDArray([2, 0, 1, 1] as [Int32], dimensions: [2, 2])), .random([2, 2]),
            ])
    }

    /// Writes one after the other, and the variables' values afterwards.
    private static func writes(_ types: [String], _ variables: [Variable], _ values: [Tensor]) -> [Tensor] {
        let graph = variables[0].graph
        var writes: [Operation] = []
        for type in types {
            let write = graph.withControlDependencies(on: writes) {
                graph.addRaw(type, inputs: variables.map(\.reference) + values)
            }
            guard let write else { return [.invalid(in: graph)] }
            writes.append(write)
        }
        return graph.withControlDependencies(on: writes) { variables.map { read($0) } }
    }

    /// Part of a variable behind a handle is set.
    static let slicedResource = OperationCase(
        "ResourceStridedSliceAssign", dtypes: [.float32], inputs: [.random([2])]
    ) { inputs in
        let graph = inputs[0].graph
        let variable = resource(like: inputs[0], [3, 4], "sliced")
        let write = graph.addRaw(
            "ResourceStridedSliceAssign", attributes: ["shrink_axis_mask": .int(1)],
            inputs: [
                variable.reference, graph.constant([Int32(1), 0]), graph.constant([Int32(2), 4]),
                graph.constant([Int32(1), 2]), inputs[0],
            ])
        return graph.withControlDependencies(on: write.map { [$0] } ?? []) { read(variable) }
    }

    private static func read(_ variable: Variable) -> Tensor {
        variable.reference.dtype == .resource
            ? variable.graph.addTensor(ReadVariableOp(variable.dtype), inputs: [variable.reference])
            : variable.readValue()
    }

    /// A variable behind a handle with given initial values of the type of an input.
    private static func resource(
        like input: Tensor, _ dimensions: [Int], _ name: String, in range: ClosedRange<Double> = -1...1
    ) -> Variable {
        let graph = input.graph
        let initial = graph.constant(values(like: input, dimensions, name, in: range), name: name + "_initial")
        let handle = graph.addTensor(
            VarHandleOp(initial.dtype, shape: Shape(dimensions), sharedName: name), name: name)
        let variable = Variable(
            reference: handle, value: graph.addTensor(ReadVariableOp(initial.dtype), inputs: [handle]),
            initializer: graph.add(AssignVariableOp(), inputs: [handle, initial])!, initialValue: initial,
            isTrainable: false)
        graph.add(.object(variable), to: .globalVariables)
        return variable
    }

    private static func values(
        like input: Tensor, _ dimensions: [Int], _ name: String, in range: ClosedRange<Double>
    ) -> NDArray {
        var numbers = TestNumbers(name)
        return NDArray(
            numbers.numbers(dimensions.reduce(1, *), in: range), as: realType(input), dimensions: dimensions)
    }

    private static func realType(_ tensor: Tensor) -> DType {
        DTypeSet.real.contains(tensor.dtype) ? tensor.dtype : .float32
    }
}
