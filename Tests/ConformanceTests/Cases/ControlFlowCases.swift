import Adjoint
import AdjointCore

extension OperationCase {
    /// Conditionals and loops put together of single ops, as imported graphs hold them.
    static let controlFlow: [OperationCase] = [
        OperationCase(
            "Switch and Merge, true", inputs: [.random([2, 3]), .value(NDArray(true))], buildAll: branches),
        OperationCase(
            "Switch and Merge, false", inputs: [.random([2, 3]), .value(NDArray(false))], buildAll: branches),
        OperationCase(
            "a computed predicate", inputs: [.randomIn(0.5...1, [3, 0])],
            buildAll: { branches([$0[0], $0[0].sum().isLess(than: $0[0].sum() + 1)]) }),
        OperationCase(
            "RefSwitch and RefMerge", inputs: [.value(NDArray(true))],
            buildAll: { inputs in
                let graph = inputs[0].graph
                let variable = graph.variable([1 as Float, 2], name: "w")
                let sides = graph.addTensors(RefSwitch(), inputs: [variable.reference, inputs[0]], count: 2)
                let merged = graph.addTensors(
                    RefMerge(), inputs: [graph.addTensor(RefIdentity(), inputs: [sides[0]]), sides[1]], count: 2)
                return [merged[0] * 2, merged[1]]
            }),
        OperationCase(
            "a loop that hands a variable's reference on", inputs: [.value(NDArray(Float(0.5)))],
            buildAll: { loopOfReferences(adding: $0[0]) }),
        OperationCase(
            "a loop", inputs: [.value(NDArray([3, 0, -5] as [Int32]))], buildAll: { loop(over: $0[0], count: 3) }),
        OperationCase(
            "a loop that is not entered", inputs: [.value(NDArray([5] as [Int32]))],
            buildAll: { loop(over: $0[0], count: 0) }),
        OperationCase("cond", inputs: [.random([2, 3]), .random([2, 3])]) { inputs in
            let (x, y) = (inputs[0], inputs[1])
            return cond(x.sum().isLess(than: x.sum() + 1)) {
                addN([x.tanh(), y])
            } else: {
                x.exp()
            }
        },
        OperationCase("a cond in a cond", inputs: [.random([3]), .value(NDArray(false))]) { inputs in
            let x = inputs[0]
            return cond(inputs[1]) {
                x.exp()
            } else: {
                cond(x.sum().isLess(than: x.sum())) {
                    x
                } else: {
                    x.tanh()
                }
            }
        },
        OperationCase(
            "a loop and its gradients", inputs: [.value(numbers([2, 3])), .value(numbers([3, 3]))],
            buildAll: { inputs in
                let (x, w) = (inputs[0], inputs[1])
                guard x.isValid, w.isValid else { return [] }
                let graph = x.graph
                let results = whileLoop([graph.constant(Int32(0)), x], maximumIterations: 9) { values in
                    values[0].isLess(than: graph.constant(Int32(4)))
                } do: { values in
                    [values[0] + 1, matmul(values[1], w).tanh()]
                }
                return results
                    + graph.gradients(of: Array(results.suffix(1)), withRespectTo: [x, w]).compactMap(\.self)
            }),
        OperationCase(
            "tensor arrays in a loop, and their gradients", inputs: [.value(numbers([4, 2]))], buildAll: scanned),
        OperationCase(
            "tensor arrays joined and split", inputs: [.value(numbers([4, 2]))],
            buildAll: { inputs in
                let graph = inputs[0].graph
                let parts = graph.tensorArray(
                    .float32, count: graph.constant(Int32(2)), clearsAfterRead: false, hasIdenticalShapes: false
                ).split(inputs[0], lengths: graph.constant([Int64(3), 1]))
                let joined = parts.concatenated()
                let results =
                    [joined, parts.count()]
                    + graph.gradients(of: [joined.squared()], withRespectTo: inputs).compactMap(\.self)
                guard results.allSatisfy(\.isValid) else { return results }
                let close = graph.add(
                    TensorArrayCloseV3(), inputs: [parts.handle], controlInputs: results.map(\.operation))
                return results
                    + graph.withControlDependencies(on: close.map { [$0] } ?? []) { [graph.constant(Float(1))] }
            }),
        OperationCase(
            "a stack", inputs: [.value(numbers([4, 2]))],
            buildAll: { inputs in
                let graph = inputs[0].graph
                let stack = graph.addTensor(StackV2(.float32), inputs: [graph.constant(Int32(-1))])
                let pushed = graph.addTensor(StackPushV2(), inputs: [stack, inputs[0]])
                let popped = graph.addTensor(StackPopV2(.float32), inputs: [stack], controlInputs: [pushed.operation])
                let close = graph.add(StackCloseV2(), inputs: [stack], controlInputs: [popped.operation])
                return graph.withControlDependencies(on: close.map { [$0] } ?? []) { [popped, pushed.identity()] }
            }),
        OperationCase(
            "a stack with the older handle", inputs: [.value(numbers([4, 2]))],
            buildAll: { inputs in
                let graph = inputs[0].graph
                let stack = graph.addTensor(Stack(.float32), inputs: [])
                guard let push = graph.addRaw("StackPush", inputs: [stack, inputs[0]]),
                    let pop = graph.withControlDependencies(
                        on: [push],
                        { graph.addRaw("StackPop", attributes: ["elem_type": .type(.float32)], inputs: [stack]) })
                else { return [.invalid(in: graph), .invalid(in: graph)] }
                let close = graph.withControlDependencies(on: [pop]) { graph.addRaw("StackClose", inputs: [stack]) }
                return graph.withControlDependencies(on: close.map { [$0] } ?? []) {
                    [pop.output(), push.output().identity()]
                }
            }),
        OperationCase("a list's elements", inputs: [.random([3, 2]), .random([2])]) { inputs in
            let graph = inputs[0].graph
            let (shape, one) = (graph.constant([Int32(2)], shape: [1]), graph.constant(Int32(1)))
            let list = graph.addTensor(TensorListFromTensor(), inputs: [inputs[0], shape])
            let changed = graph.addTensor(TensorListSetItem(), inputs: [list, one, inputs[1].squared()])
            let element = graph.addTensor(TensorListGetItem(inputs[0].dtype), inputs: [changed, one, shape])
            return element.tanh()
        },
        OperationCase("a list changed and stacked", inputs: [.random([3, 2]), .random([2])]) { inputs in
            let graph = inputs[0].graph
            let shape = graph.constant([Int32(2)], shape: [1])
            let list = graph.addTensor(TensorListFromTensor(), inputs: [inputs[0], shape])
            let changed = graph.addTensor(
                TensorListSetItem(), inputs: [list, graph.constant(Int32(2)), inputs[1].squared()])
            let longer = graph.addTensor(TensorListResize(), inputs: [changed, graph.constant(Int32(5))])
            var stack = TensorListStack(inputs[0].dtype)
            stack.count = 5
            return graph.addTensor(stack, inputs: [longer, shape]).squared()
        },
        OperationCase("a list that is pushed to and popped from", inputs: [.random([2]), .random([2])]) { inputs in
            let graph = inputs[0].graph
            let (shape, limit) = (graph.constant([Int32(2)], shape: [1]), graph.constant(Int32(-1)))
            let empty = graph.addTensor(EmptyTensorList(inputs[0].dtype), inputs: [shape, limit])
            let one = graph.addTensor(TensorListPushBack(), inputs: [empty, inputs[0].squared()])
            let two = graph.addTensor(TensorListPushBack(), inputs: [one, inputs[1].squared()])
            let last = graph.addTensors(TensorListPopBack(inputs[0].dtype), inputs: [two, shape], count: 2)
            let first = graph.addTensors(TensorListPopBack(inputs[0].dtype), inputs: [last[0], shape], count: 2)
            return first[1] * last[1].sin()
        },
        OperationCase(
            "a list's facts", inputs: [.value(NDArray(Int32(3)))],
            buildAll: { inputs in
                let graph = inputs[0].graph
                let shape = graph.constant([Int32(2), -1], shape: [2])
                let list = graph.addTensor(TensorListReserve(.float32), inputs: [shape, inputs[0]])
                return [
                    graph.addTensor(TensorListLength(), inputs: [list]),
                    graph.addTensor(TensorListElementShape(.int32), inputs: [list]),
                    graph.addTensor(TensorListElementShape(.int64), inputs: [list]),
                ]
            }),
        OperationCase(
            "rows mapped, scanned and folded", inputs: [.value(numbers([3, 2]))],
            buildAll: { inputs in
                let start = inputs[0].graph.zeros(shape: [2])
                return [
                    inputs[0].mapRows { $0.exp() }, inputs[0].scanRows(from: start) { addN([$0, $1]).tanh() },
                    inputs[0].foldRows(from: start) { addN([$0, $1]).tanh() },
                ]
            }),
        OperationCase("Assert and Print", inputs: [.random([2, 3])]) { inputs in
            let graph = inputs[0].graph
            var silent = Print()
            silent.callLimit = 0
            let printed = graph.addTensor(silent, inputs: [inputs[0], inputs[0]])
            let assertion = graph.add(Assert(), inputs: [graph.constant(true), inputs[0]])
            return graph.withControlDependencies(on: assertion.map { [$0] } ?? []) { printed.tanh() }
        },
        OperationCase("PrintV2", inputs: [.random([2, 3])]) { inputs in
            let graph = inputs[0].graph
            let note = graph.print("x = {}", [inputs[0]], to: "file:///dev/null")
            return graph.withControlDependencies(on: note.map { [$0] } ?? []) { inputs[0].tanh() }
        },
        OperationCase("ReverseSequence", inputs: [.random([3, 4, 2]), .value(NDArray([2, 0, 4] as [Int32]))]) {
            $0[0].reversedSequences(lengths: $0[1], axis: 1)
        },
        OperationCase(
            "ReverseSequence along an earlier dimension",
            inputs: [.random([4, 5, 3]), .value(NDArray([4, 1, 2] as [Int64]))]
        ) {
            $0[0].reversedSequences(lengths: $0[1], axis: 0, batchAxis: 2)
        },
        OperationCase(
            "ControlTrigger", inputs: [.random([2])],
            buildAll: { inputs in
                let graph = inputs[0].graph
                let trigger = graph.add(ControlTrigger(), controlInputs: inputs.map(\.operation))
                return graph.withControlDependencies(on: trigger.map { [$0] } ?? []) { [inputs[0].tanh()] }
            }),
    ]

    private static func numbers(_ dimensions: [Int]) -> NDArray {
        NDArray((0..<dimensions.reduce(1, *)).map { Float($0 * 7 % 5) * 0.3 - 0.5 }, dimensions: dimensions)
    }

    /// The running sums of a matrix's rows, each through tanh, and the gradient of their squares.
    private static func scanned(_ inputs: [Tensor]) -> [Tensor] {
        let x = inputs[0]
        guard x.isValid else { return [] }
        let graph = x.graph
        let count = x.shapeTensor().sliced(0)
        let rows = graph.tensorArray(.float32, count: count).unstacking(x)
        let sums = graph.tensorArray(.float32, count: count, elementShape: [2])
        let results = whileLoop([graph.constant(Int32(0)), graph.zeros(shape: [2]), sums.flow]) { values in
            values[0].isLess(than: count)
        } do: { values in
            let sum = addN([values[1], rows.read(values[0])]).tanh()
            return [values[0] + 1, sum, sums.after(values[2]).write(sum, at: values[0]).flow]
        }
        guard results.count == 3 else { return [] }
        let all = sums.after(results[2]).stacked()
        return [all] + graph.gradients(of: [all.squared()], withRespectTo: [x]).compactMap(\.self)
    }

    private static func branches(_ inputs: [Tensor]) -> [Tensor] {
        let graph = inputs[0].graph
        let sides = graph.addTensors(Switch(), inputs: inputs, count: 2)
        return graph.addTensors(Merge(), inputs: [sides[0].tanh(), sides[1].exp()], count: 2)
    }

    /// Adds to a variable three times, through the reference that goes round with the loop.
    private static func loopOfReferences(adding value: Tensor) -> [Tensor] {
        let graph = value.graph
        guard value.isValid else { return [] }
        let variable = graph.variable(Float(2), name: "w")
        var enter = RefEnter()
        enter.frameName = "loop"
        let count = graph.addTensor(Enter(frameName: "loop", isConstant: false), inputs: [graph.constant(Int32(0))])
        let amount = graph.addTensor(Enter(frameName: "loop", isConstant: true), inputs: [value])
        let limit = graph.addTensor(Enter(frameName: "loop", isConstant: true), inputs: [graph.constant(Int32(3))])
        let step = graph.addTensor(Enter(frameName: "loop", isConstant: true), inputs: [graph.constant(Int32(1))])
        let reference = graph.addTensor(enter, inputs: [variable.reference])
        let heads = [
            graph.addTensors(Merge(), inputs: [count, count], count: 2)[0],
            graph.addTensors(RefMerge(), inputs: [reference, reference], count: 2)[0],
        ]
        let condition = graph.addTensor(LoopCond(), inputs: [heads[0].isLess(than: limit)])
        let sides = [
            graph.addTensors(Switch(), inputs: [heads[0], condition], count: 2),
            graph.addTensors(RefSwitch(), inputs: [heads[1], condition], count: 2),
        ]
        let added = graph.addTensor(
            AssignAdd(), inputs: [sides[1][1], amount], site: CreationSite(#fileID, #line))
        let next = [
            graph.addTensor(NextIteration(), inputs: [sides[0][1] + step]),
            graph.addTensor(RefNextIteration(), inputs: [added]),
        ]
        for (head, value) in zip(heads, next) where head.isValid && value.isValid {
            graph.replaceInput(1, of: head.operation, with: value)
        }
        let result = graph.addTensor(RefExit(), inputs: [sides[1][0]])
        return [graph.addTensor(Exit(), inputs: [sides[0][0]]), result.identity()]
    }

    /// Adds the value to itself `count` times.
    private static func loop(over value: Tensor, count: Int32) -> [Tensor] {
        let graph = value.graph
        guard value.isValid else { return [] }
        func enter(_ tensor: Tensor, isConstant: Bool = false) -> Tensor {
            graph.addTensor(Enter(frameName: "loop", isConstant: isConstant), inputs: [tensor])
        }
        let limit = enter(graph.constant(count), isConstant: true)
        let step = enter(graph.constant(Int32(1)), isConstant: true)
        let invariant = enter(value, isConstant: true)
        let entries = [enter(graph.constant(Int32(0))), enter(value)]
        let merges = entries.map { graph.addTensors(Merge(), inputs: [$0, $0], count: 2)[0] }
        let condition = graph.addTensor(LoopCond(), inputs: [merges[0].isLess(than: limit)])
        let switches = merges.map { graph.addTensors(Switch(), inputs: [$0, condition], count: 2) }
        let next = [switches[0][1] + step, addN([switches[1][1], invariant])].map {
            graph.addTensor(NextIteration(), inputs: [$0])
        }
        for (merge, value) in zip(merges, next) where merge.isValid && value.isValid {
            graph.replaceInput(1, of: merge.operation, with: value)
        }
        return switches.map { graph.addTensor(Exit(), inputs: [$0[0]]) }
    }
}
