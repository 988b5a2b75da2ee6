import AdjointCore

/// The loops that one call of the gradients driver goes through. TF: `ControlFlowState`.
final class LoopGradients {
    private let graph: Graph
    private var gradients: [(forward: ControlFlowContext, gradient: LoopGradient)] = []

    init(graph: Graph) { self.graph = graph }

    var isEmpty: Bool { gradients.isEmpty }

    func gradient(of forward: ControlFlowContext?) -> LoopGradient? {
        guard let forward else { return nil }
        return gradients.first { $0.forward === forward }?.gradient
    }

    /// Prepares the gradients of the loops that exits belong to, outer loops first, and returns all exits of these.
    func add(loopsOf exits: [Int]) -> [NodeOutput] {
        let loops = exits.compactMap { graph.context(of: $0)?.loop }
        // A stable order: loops of one depth as they were built.
        let byDepth = loops.enumerated().sorted { ($0.element.depth, $0.offset) < ($1.element.depth, $1.offset) }
        return byDepth.flatMap { add($0.element) }
    }

    private func add(_ forward: ControlFlowContext) -> [NodeOutput] {
        guard gradient(of: forward) == nil else { return [] }
        let outer = gradient(of: forward.outer?.loop)
        let gradient = LoopGradient(of: forward, outer: outer, in: graph)
        gradients.append((forward, gradient))
        return gradient.exits
    }

    /// The gradient of the loop that a node lies in; for an exit, with `before`, of the one around that.
    func gradient(ofNode node: Int, before: Bool) -> LoopGradient? {
        guard !gradients.isEmpty, var context = graph.context(of: node) else { return nil }
        if before, graph.isExit(node) {
            guard let outer = context.outer else { return nil }
            context = outer
        }
        return gradient(of: context.loop)
    }

    /// Runs `body` in the gradient's loop that belongs to a node's loop.
    func inContext<Result>(ofNode node: Int, before: Bool, _ body: () -> Result) -> Result {
        guard let gradient = gradient(ofNode: node, before: before) else { return body() }
        return graph.withContext(gradient.context, body)
    }

    /// Exits that nothing wants the gradient of, of loops that have no other: they get zeros.
    func unusedExits(pendingCount: (Int) -> Int32, results: Set<Int>) -> [NodeOutput] {
        var exits: [NodeOutput] = []
        for (_, gradient) in gradients {
            for exit in gradient.exits where pendingCount(Int(exit.node)) == 0 {
                gradient.update { state in
                    state.pendingExitCount -= 1
                    if !results.contains(Int(exit.node)) { state.unusedExits.append(exit) }
                }
                if gradient.current.pendingExitCount == 0 { exits += gradient.current.unusedExits }
            }
        }
        return exits
    }

    /// Zeros like a loop's result.
    func zeros(likeExit exit: NodeOutput) -> Tensor {
        let value = graph.output(exit)
        let forward = graph.context(of: Int(exit.node))
        guard let outer = gradient(of: forward?.outer?.loop) else {
            if value.dtype == .variant { return graph.addTensor(ZerosLike(), inputs: [value]) }
            if let dimensions = value.shape.dimensions {
                return graph.constant(NDArray(zeros: value.dtype, dimensions: dimensions), name: "zeros")
            }
            return value.zerosLike(optimize: false)
        }
        if value.dtype == .variant {
            let zeros = graph.withContext(forward?.outer) { graph.addTensor(ZerosLike(), inputs: [value]) }
            let stack = outer.keep(zeros, in: graph)
            return graph.withContext(outer.context) { outer.takeBack(zeros, from: stack, in: graph) }
        }
        if let dimensions = value.shape.dimensions {
            return graph.withContext(outer.context) {
                graph.constant(NDArray(zeros: value.dtype, dimensions: dimensions), name: "zeros")
            }
        }
        let shape = graph.withContext(forward?.outer) { value.shapeTensor(optimize: false) }
        let stack = outer.keep(shape, in: graph)
        return graph.withContext(outer.context) {
            graph.zeros(shape: outer.takeBack(shape, from: stack, in: graph), dtype: value.dtype)
        }
    }

    /// Zeros like an output that no gradient arrived at, built in the gradient's loop if the op lies in a loop; none
    /// for a loop's switch.
    func zeros(like operation: Operation, _ port: Int) -> Tensor? {
        let node = operation.index
        let context = graph.context(of: node)
        if graph.isSwitch(node), context?.isLoop ?? false { return nil }
        guard let gradient = gradient(of: context?.loop), let context else {
            return graph.zeros(likeOutput: port, of: operation)
        }
        let value = operation.output(port)
        let isSwitch = graph.isSwitch(node)
        let type = value.gradientType
        if let dimensions = type.shape.dimensions {
            let zeros = graph.constant(NDArray(zeros: type.dtype, dimensions: dimensions))
            guard isSwitch, case .conditional(let predicate, _, let branch) = context.kind else { return zeros }
            return graph.switched(zeros, by: gradient.predicate(predicate, in: graph))[1 - branch]
        }
        let shape: Tensor
        if isSwitch, case .conditional(let predicate, _, let branch) = context.kind {
            shape = graph.withContext(context.outer) {
                let side = graph.switched(operation.inputs[0], by: graph.output(predicate))[1 - branch]
                let shape = side.gradientShape()
                for tensor in [side, shape] { graph.setContext(context, of: tensor.operation.index) }
                return shape
            }
        } else {
            shape = graph.withContext(context) { value.gradientShape() }
        }
        let stack = gradient.keep(shape, onOtherSide: isSwitch, in: graph)
        return graph.zeros(
            shape: gradient.takeBack(shape, from: stack, onOtherSide: isSwitch, in: graph), dtype: type.dtype)
    }

    /// Gives loops whose gradient does not go round something to go round: a variable's next value that does not
    /// depend on the one before has the gradient zero there.
    func finish() {
        for (_, gradient) in gradients {
            for (_, merge) in gradient.current.merges {
                let operation = graph.output(merge).operation
                let inputs = operation.inputs
                guard inputs[0] == inputs[1] else { continue }
                let next: Tensor
                if inputs[0].dtype == .variant {
                    let entered = inputs[0].operation.inputs[0]
                    let zeros = graph.withContext(gradient.context.outer) {
                        graph.addTensor(ZerosLike(), inputs: [entered])
                    }
                    next = graph.withContext(gradient.context) { graph.handedOn(zeros) }
                } else if let dimensions = inputs[0].shape.dimensions {
                    next = graph.withContext(gradient.context) {
                        graph.handedOn(graph.constant(NDArray(zeros: inputs[0].dtype, dimensions: dimensions)))
                    }
                } else {
                    let entered = inputs[0].operation.inputs[0]
                    let zeros = graph.withContext(gradient.context.outer) {
                        graph.zeros(shape: entered.shapeTensor(optimize: false), dtype: entered.dtype)
                    }
                    next = graph.withContext(gradient.context) { graph.handedOn(zeros) }
                }
                graph.replaceInput(1, of: operation, with: next)
            }
        }
    }
}

extension Graph {
    func isExit(_ node: Int) -> Bool { Operation(graph: self, index: node).definition?.traits.role == .exit }
    func isSwitch(_ node: Int) -> Bool { Operation(graph: self, index: node).definition?.traits.role == .switch }

    /// Zeros like an output that no gradient arrived at. For a conditional's switch they are alive where that side is
    /// taken that the context is not. TF: `ZerosLike`.
    func zeros(likeOutput port: Int, of operation: Operation) -> Tensor {
        let value = operation.output(port)
        guard isSwitch(operation.index), let context = context(of: operation.index),
            case .conditional(let predicate, _, let branch) = context.kind
        else {
            guard value.dtype == .resource else { return value.zerosLike(optimize: false) }
            return zeros(shape: value.gradientShape(), dtype: value.gradientType.dtype)
        }
        let side = switched(operation.inputs[0], by: output(predicate))[1 - branch]
        let pivot = side.identity()
        let shape = side.gradientShape()
        return withControlDependencies(on: [pivot.operation]) { zeros(shape: shape, dtype: value.gradientType.dtype) }
    }
}

extension Tensor {
    /// The type of a gradient of the tensor: of a handle, that of the variable behind it.
    fileprivate var gradientType: TensorType {
        if case .handle(let type)? = staticValue { type } else { variableType }
    }

    /// The shape of a gradient of the tensor, computed.
    fileprivate func gradientShape() -> Tensor {
        dtype == .resource
            ? graph.addTensor(VariableShape(), inputs: [self]) : shapeTensor(optimize: false)
    }
}
