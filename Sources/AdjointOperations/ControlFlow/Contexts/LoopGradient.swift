import AdjointCore
import Synchronization

/// What the gradient of one loop knows: the loop itself, the loop that goes through its iterations backwards, and the
/// values kept for it. TF: `GradLoopState`.
///
/// The forward loop gets a counter; the gradient's loop runs as many times. A value of the forward loop that the
/// gradient needs is pushed on a stack in every iteration, and popped in the gradient's.
final class LoopGradient: Sendable {
    struct State: Sendable {
        /// The forward loop's counter, as it goes to the next iteration.
        var forwardIndex = NodeOutput(-1, 0)
        var forwardSync: Int?
        /// The gradient's counter, as it goes to the next iteration.
        var gradientIndex = NodeOutput(-1, 0)
        var gradientSync: Int?
        var context: ControlFlowContext?
        /// Values of the forward loop → what they are in the gradient's.
        var history: [NodeOutput: NodeOutput] = [:]
        /// Switches of the forward loop → the merges that their gradients go round by.
        var merges: [(switch: Int, merge: NodeOutput)] = []
        var unusedExits: [NodeOutput] = []
        var deferredExits: [NodeOutput] = []
        var pendingExitCount = 0
    }

    let forward: ControlFlowContext
    let outer: LoopGradient?
    /// The results of the forward loop, its counter's aside.
    let exits: [NodeOutput]
    /// The context that the gradients were asked for in.
    private let base: ControlFlowContext?
    private let state = Mutex(State())

    var current: State { state.withLock { $0 } }
    func update(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

    /// The gradient's loop.
    var context: ControlFlowContext { current.context! }

    /// Builds the counters of both loops.
    init(of forward: ControlFlowContext, outer: LoopGradient?, in graph: Graph) {
        self.forward = forward
        self.outer = outer
        base = graph.currentControlFlowContext
        exits = forward.current.exits
        update { $0.pendingExitCount = exits.count }
        let count = graph.withContext(forward.outer) { addForwardCounter(in: graph) }
        let surroundings = outer?.context ?? forward.outer
        if let outer {
            // How often the inner loop ran is different each time.
            forward.outer?.note(count.nodeOutput)
            let history = outer.keep(count, in: graph)
            graph.withContext(surroundings) {
                makeContext(in: graph)
                addBackwardCounter(outer.takeBack(count, from: history, in: graph), in: graph)
            }
        } else {
            graph.withContext(surroundings) {
                makeContext(in: graph)
                addBackwardCounter(count, in: graph)
            }
        }
    }

    private func makeContext(in graph: Graph) {
        let scope = graph.currentNameScope
        let name = scope.isEmpty ? forward.name : scope + "/" + forward.name
        let context = ControlFlowContext(
            forward.kind, name: graph.makeUniqueName(name), outer: graph.currentControlFlowContext, gradient: self)
        update { $0.context = context }
    }

    /// n = 0; while …: n += 1. Returns n at the end.
    private func addForwardCounter(in graph: Graph) -> Tensor {
        let zero = graph.constant(Int32(0), name: "f_count")
        if let outer {
            // The pushes of one execution of this loop come before those of the next.
            let add = graph.output(outer.current.forwardIndex).operation.inputs[0].operation
            graph.addControlInputs([add], to: zero.operation)
        }
        return graph.withContext(forward) {
            forward.note(zero.nodeOutput)
            let enter = graph.entered(zero, frame: forward, isConstant: false, name: "f_count")
            let merge = graph.merged([enter, enter])[0]
            let sides = graph.addTensors(
                Switch(), inputs: [merge, graph.output(forward.current.pivot!)], count: 2)
            let next = graph.handedOn(sides[1] + 1)
            graph.replaceInput(1, of: merge.operation, with: next)
            let total = graph.exited(sides[0], name: "f_count")
            forward.update { state in
                state.enters.append(enter.nodeOutput)
                state.exits.append(total.nodeOutput)
            }
            forward.outer?.note(total.nodeOutput)
            update { $0.forwardIndex = next.nodeOutput }
            return total
        }
    }

    /// n = count; while n >= 1: n -= 1.
    private func addBackwardCounter(_ count: Tensor, in graph: Graph) {
        let context = context
        let one = graph.constant(Int32(1), name: "b_count")
        graph.withContext(context) {
            context.note(count.nodeOutput)
            let enter = graph.entered(count, frame: context, isConstant: false, name: "b_count")
            let merge = graph.merged([enter, enter])[0]
            context.update { state in
                state.enters.append(enter.nodeOutput)
                state.pivotForPredicate = merge.nodeOutput
            }
            let pivot = graph.addTensor(LoopCond(), inputs: [merge.isGreaterOrEqual(to: one)], name: "b_count")
            context.update { $0.pivot = pivot.nodeOutput }
            let sides = graph.addTensors(Switch(), inputs: [merge, pivot], count: 2)
            let index = sides[1] - one
            context.update { $0.pivotForBody = index.nodeOutput }
            let next = graph.handedOn(index)
            graph.replaceInput(1, of: merge.operation, with: next)
            let zero = graph.exited(sides[0], name: "b_count")
            context.update { $0.exits.append(zero.nodeOutput) }
            context.outer?.note(zero.nodeOutput)
            update { $0.gradientIndex = next.nodeOutput }
            if let outer { graph.addControlInputs([zero.operation], to: outer.gradientSync(in: graph)) }
        }
    }

    // MARK: Values kept from iteration to iteration

    /// What all pushes on sides of conditionals come before.
    private func forwardSync(in graph: Graph) -> Operation {
        if let sync = current.forwardSync { return Operation(graph: graph, index: sync) }
        let sync = trigger("f_sync", of: forward, before: current.forwardIndex, in: graph)
        update { $0.forwardSync = sync.index }
        return sync
    }

    /// What all pops come before.
    func gradientSync(in graph: Graph) -> Operation {
        if let sync = current.gradientSync { return Operation(graph: graph, index: sync) }
        let sync = trigger("b_sync", of: context, before: current.gradientIndex, in: graph)
        update { $0.gradientSync = sync.index }
        return sync
    }

    private func trigger(
        _ name: String, of context: ControlFlowContext, before index: NodeOutput, in graph: Graph
    ) -> Operation {
        let trigger = graph.withoutControlDependencies { graph.add(ControlTrigger(), name: name) }
        guard let trigger else { return .invalid(in: graph) }
        graph.setContext(context, of: trigger.index)
        graph.addControlInputs([trigger], to: graph.output(index).operation)
        return trigger
    }

    /// Keeps a value of the forward loop for each iteration, and returns the stack that holds them.
    ///
    /// - Parameter onOtherSide: Whether the value is on the side of a switch that its conditional's context is not.
    func keep(_ value: Tensor, onOtherSide: Bool = false, in graph: Graph) -> Tensor {
        graph.withoutControlDependencies {
            let stack = graph.withContext(base) {
                graph.colocated(with: value.operation) {
                    graph.addTensor(
                        StackV2(value.dtype), inputs: [graph.constant(Int32(-1))], name: "f_acc")
                }
            }
            let inside = graph.output(forward.adopt(stack.nodeOutput, in: graph))
            let context = graph.outputContext(of: value.operation.index)
            func push() -> Operation {
                graph.addTensor(
                    StackPushV2(swapsMemory: forward.swapsMemory), inputs: [inside, value]
                ).operation
            }
            let pushed: Operation
            if context === forward || context == nil {
                pushed = graph.withContext(forward, push)
                graph.addControlInputs([pushed], to: graph.output(current.forwardIndex).operation)
            } else {
                pushed = graph.withContext(onOtherSide ? context!.outer : context, push)
                if onOtherSide { graph.setContext(context, of: pushed.index) }
                graph.addControlInputs([pushed], to: forwardSync(in: graph))
            }
            let add = graph.output(current.forwardIndex).operation.inputs[0].operation
            graph.addControlInputs([add], to: pushed)
            return stack
        }
    }

    /// What was kept, in the iteration of the gradient's loop that belongs to the one it was kept in.
    func takeBack(_ value: Tensor, from stack: Tensor, onOtherSide: Bool = false, in graph: Graph) -> Tensor {
        let stackContext = graph.context(of: stack.operation.index)
        var conditional = graph.context(of: value.operation.index)
        while let context = conditional, context !== stackContext, context.isLoop { conditional = context.outer }
        if conditional === stackContext { conditional = nil }
        return graph.withoutControlDependencies {
            graph.withContext(context) {
                var stack = stack
                if let conditional, case .conditional(let predicate, _, let branch) = conditional.kind {
                    // What was pushed on one side only is popped there only.
                    var gradient: LoopGradient? = self
                    var known: NodeOutput?
                    while let candidate = gradient, known == nil {
                        known = candidate.current.history[predicate]
                        gradient = candidate.outer
                    }
                    stack =
                        graph.switched(stack, by: graph.output(known ?? predicate))[
                            onOtherSide ? 1 - branch : branch]
                }
                let popped = graph.addTensor(StackPopV2(value.dtype), inputs: [stack])
                graph.refineShape(of: popped, to: value.shape)
                if context.parallelIterations > 1 {
                    graph.addControlInputs([popped.operation], to: gradientSync(in: graph))
                }
                return popped
            }
        }
    }

    /// What a value of the forward loop is in the gradient's loop.
    func value(of output: NodeOutput, in graph: Graph) -> NodeOutput {
        if let known = current.history[output] { return known }
        var value = graph.output(output)
        var gradient: LoopGradient = self
        var real: Tensor?
        while real == nil {
            if let enter = graph.loopInvariantEntry(of: value) {
                value = enter.inputs[0]
                guard let outer = gradient.outer else {
                    real = graph.output(context.adopt(value.nodeOutput, in: graph))
                    break
                }
                gradient = outer
            } else if let constant = value.operation.definition?.constantValue {
                real = graph.withContext(context) { graph.constant(constant) }
            } else {
                let stack = gradient.keep(value, in: graph)
                let popped = gradient.takeBack(value, from: stack, in: graph)
                real = gradient === self ? popped : graph.output(context.adopt(popped.nodeOutput, in: graph))
            }
        }
        let result = real!.nodeOutput
        update { $0.history[output] = result }
        return result
    }

    /// The predicate of a conditional within the forward loop, as the gradient's loop knows it.
    func predicate(_ predicate: NodeOutput, in graph: Graph) -> Tensor {
        if let known = current.history[predicate] { return graph.output(known) }
        let value = graph.output(predicate)
        let stack = graph.withContext(base) { keep(value, in: graph) }
        let real = takeBack(value, from: stack, in: graph)
        update { $0.history[predicate] = real.nodeOutput }
        return real
    }

    // MARK: Loop invariants

    /// The sum, over all iterations, of the gradients of what enters the loop unchanged.
    func accumulated(_ gradient: Tensor, of enter: Operation, in graph: Graph) -> Tensor {
        let context = context
        let start = zeros(like: gradient, of: enter, in: graph)
        return graph.withContext(context) {
            context.note(start.nodeOutput)
            let entered = graph.entered(start, frame: context, isConstant: false, name: "b_acc")
            let merge = graph.merged([entered, entered], name: "b_acc")[0]
            let sides = graph.addTensors(
                Switch(), inputs: [merge, graph.output(context.current.pivot!)], count: 2)
            let sum = gradient.dtype == .variant ? addN([sides[1], gradient]) : sides[1] + gradient
            let next = graph.handedOn(sum)
            // What cannot be added is recorded as a mistake.
            guard next.isValid, merge.isValid else { return .invalid(in: graph) }
            graph.replaceInput(1, of: merge.operation, with: next)
            let total = graph.exited(sides[0], name: "b_acc")
            context.update { state in
                state.enters.append(entered.nodeOutput)
                state.exits.append(total.nodeOutput)
            }
            context.outer?.note(total.nodeOutput)
            return total
        }
    }

    private func zeros(like gradient: Tensor, of enter: Operation, in graph: Graph) -> Tensor {
        let value = enter.inputs[0]
        if gradient.dtype == .variant {
            // What a variant holds tells what its zeros are.
            let zeros = graph.withContext(forward.outer) { graph.addTensor(ZerosLike(), inputs: [value]) }
            guard let outer else { return zeros }
            let stack = graph.withContext(base) { outer.keep(zeros, in: graph) }
            return graph.withContext(context.outer) { outer.takeBack(zeros, from: stack, in: graph) }
        }
        if let dimensions = gradient.shape.dimensions {
            return graph.withContext(context.outer) {
                graph.constant(NDArray(zeros: gradient.dtype, dimensions: dimensions), name: "b_acc")
            }
        }
        func shape() -> Tensor {
            value.dtype == .resource
                ? graph.addTensor(VariableShape(), inputs: [value]) : value.shapeTensor(optimize: false)
        }
        guard let outer else {
            return graph.withContext(context.outer) { graph.zeros(shape: shape(), dtype: gradient.dtype) }
        }
        let inner = graph.withContext(forward.outer, shape)
        let stack = graph.withContext(base) { outer.keep(inner, in: graph) }
        return graph.withContext(context.outer) {
            graph.zeros(shape: outer.takeBack(inner, from: stack, in: graph), dtype: gradient.dtype)
        }
    }
}

extension Graph {
    /// The op that brought a value into its loop, if the value is the same in every iteration.
    fileprivate func loopInvariantEntry(of value: Tensor) -> Operation? {
        var operation = value.operation
        while let traits = operation.definition?.traits, let input = operation.inputs.first,
            traits.role == .switch
                || (traits.isPassage && operation.inputs.count == 1 && operation.type.hasSuffix("Identity"))
        {
            operation = input.operation
        }
        return isLoopInvariant(operation.index) ? operation : nil
    }
}
