package import AdjointCore
import Synchronization

/// The side of a conditional, or the loop, that ops are built in: what it knows of the values inside and how those from
/// outside come in. TF: `CondContext`, `WhileContext`.
///
/// Names no graph, for the graph keeps it.
package final class ControlFlowContext: BuildContext {
    /// What the context is.
    package enum Kind: Sendable {
        /// A side of a conditional; `branch` is the switch's output that is alive in it.
        case conditional(predicate: NodeOutput, pivot: NodeOutput, branch: Int)
        /// A loop.
        case loop(parallelIterations: Int, backpropagates: Bool, swapsMemory: Bool)
    }

    /// What is found out while the context is built.
    package struct State: Sendable {
        /// The values known inside, in the order they came.
        package var values: [NodeOutput] = []
        var isKnown: Set<NodeOutput> = []
        /// Values from outside → what they are inside.
        package var external: [NodeOutput: NodeOutput] = [:]
        /// A loop's `LoopCond`.
        package var pivot: NodeOutput?
        /// What the nodes of a loop's condition wait for.
        package var pivotForPredicate: NodeOutput?
        /// What the nodes of a loop's body wait for.
        package var pivotForBody: NodeOutput?
        package var enters: [NodeOutput] = []
        package var exits: [NodeOutput] = []
        package var nested: [ControlFlowContext] = []

        mutating func note(_ value: NodeOutput) {
            if isKnown.insert(value).inserted { values.append(value) }
        }
    }

    package let kind: Kind
    /// The name, which is also that of a loop's frame.
    package let name: String
    package let outer: ControlFlowContext?
    /// For the loop of a gradient: what it knows of the loop that it is the gradient of.
    let gradient: LoopGradient?
    private let state = Mutex(State())

    package convenience init(_ kind: Kind, name: String, outer: ControlFlowContext?) {
        self.init(kind, name: name, outer: outer, gradient: nil)
    }

    init(_ kind: Kind, name: String, outer: ControlFlowContext?, gradient: LoopGradient?) {
        self.kind = kind
        self.name = name
        self.outer = outer
        self.gradient = gradient
        outer?.update { $0.nested.append(self) }
        guard case .conditional(let predicate, let pivot, _) = kind else { return }
        update { state in
            for value in [predicate, pivot] {
                state.note(value)
                state.external[value] = value
            }
        }
    }

    /// What is known now.
    package var current: State { state.withLock { $0 } }

    func update(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

    /// Sets what a file states of a loop.
    package func setLoop(
        pivot: NodeOutput, pivotForPredicate: NodeOutput?, pivotForBody: NodeOutput?, enters: [NodeOutput],
        exits: [NodeOutput]
    ) {
        update { state in
            state.pivot = pivot
            state.pivotForPredicate = pivotForPredicate
            state.pivotForBody = pivotForBody
            state.enters = enters
            state.exits = exits
        }
    }

    /// Sets the values that a file states as known, and makes this the context of the nodes behind them, those that
    /// stand for something outside aside.
    package func setValues(_ values: [NodeOutput], external: [NodeOutput: NodeOutput], in graph: Graph) {
        update { state in
            for value in values { state.note(value) }
            state.external.merge(external) { $1 }
        }
        for value in values where external[value] == nil { graph.setContext(self, of: Int(value.node)) }
    }

    var isLoop: Bool {
        if case .loop = kind { return true }
        return false
    }

    /// The innermost loop around what is built here.
    var loop: ControlFlowContext? {
        var context: ControlFlowContext? = self
        while let candidate = context, !candidate.isLoop { context = candidate.outer }
        return context
    }

    /// The value whose op nodes without inputs wait for.
    var controlPivot: NodeOutput? {
        if case .conditional(_, let pivot, _) = kind { return pivot }
        return state.withLock { $0.pivotForBody ?? $0.pivotForPredicate }
    }

    var backpropagates: Bool {
        if case .loop(_, let backpropagates, _) = kind { return backpropagates }
        return true
    }

    var parallelIterations: Int {
        if case .loop(let count, _, _) = kind { return count }
        return 10
    }

    var swapsMemory: Bool {
        if case .loop(_, _, let swaps) = kind { return swaps }
        return false
    }

    /// How many contexts are around this one.
    var depth: Int {
        var depth = 0
        var context = outer
        while let enclosing = context {
            depth += 1
            context = enclosing.outer
        }
        return depth
    }

    func isWithin(_ other: ControlFlowContext) -> Bool {
        var context: ControlFlowContext? = self
        while let candidate = context {
            if candidate === other { return true }
            context = candidate.outer
        }
        return false
    }

    /// Notes a value as known inside.
    func note(_ value: NodeOutput) { update { $0.note(value) } }

    // MARK: BuildContext

    package func mustAdopt(_ inputs: [NodeOutput], in graph: Graph) -> Bool {
        state.withLock { state in
            inputs.contains { !state.isKnown.contains($0) || state.external[$0] != nil && state.external[$0] != $0 }
        }
    }

    package func adopt(_ inputs: [NodeOutput], in graph: Graph) -> [NodeOutput] {
        inputs.map { adopt($0, in: graph) }
    }

    package func home(ofType type: String, inputs: [NodeOutput], in graph: Graph) -> any BuildContext {
        // A shape takes less to keep than the value that has it: where a gradient's loop asks for the shape of a value
        // of its forward loop, it is worked out there.
        guard isLoop, let gradient, type == ShapeOperation.type || type == Size.type || type == Rank.type,
            let input = inputs.first, let context = graph.context(of: Int(input.node)),
            context.loop === gradient.forward
        else { return self }
        return context
    }

    package func controlInputs(_ controlInputs: [Int32], for inputs: [NodeOutput], in graph: Graph) -> [Int32] {
        var (inside, outside): ([Int32], [Int32]) = ([], [])
        for node in controlInputs {
            if let loop, graph.outputContext(of: Int(node))?.loop !== loop {
                outside.append(node)
            } else {
                inside.append(node)
            }
        }
        switch kind {
        case .conditional(_, let pivot, _):
            let isHeld = inside.contains { graph.context(of: Int($0))?.isWithin(self) ?? false }
            if inputs.isEmpty, !isHeld, !inside.contains(pivot.node) { inside.append(pivot.node) }
        case .loop:
            if inside.isEmpty, inputs.allSatisfy({ graph.isLoopInvariant(Int($0.node)) }), let pivot = controlPivot {
                inside.append(pivot.node)
            }
            // What is waited for outside comes in as data.
            for node in outside where Operation(graph: graph, index: Int(node)).outputs.count > 0 {
                let value = graph.withoutControlDependencies {
                    graph.withContext(self) { Operation(graph: graph, index: Int(node)).output(0).identity() }
                }
                if value.isValid { inside.append(Int32(value.operation.index)) }
            }
        }
        return inside
    }

    package func didAdd(_ node: Int32, in graph: Graph) {
        graph.setContext(self, of: Int(node))
        let outputs = (0..<Operation(graph: graph, index: Int(node)).outputs.count).map { NodeOutput(node, Int32($0)) }
        update { state in for output in outputs { state.note(output) } }
        guard !isLoop else { return }
        var context = outer
        while let enclosing = context {
            enclosing.update { state in for output in outputs { state.note(output) } }
            context = enclosing.outer
        }
    }

    // MARK: Values from outside

    /// A value as it is inside; one from outside is brought in.
    func adopt(_ value: NodeOutput, in graph: Graph) -> NodeOutput {
        let known = state.withLock { $0.isKnown.contains(value) ? $0.external[value] ?? value : nil }
        if let known { return known }
        note(value)
        switch kind {
        case .conditional(let predicate, _, let branch):
            var result = value
            if let outer {
                result = outer.adopt(value, in: graph)
                update { state in
                    state.note(result)
                    state.external[result] = result
                }
            }
            let side = graph.withoutControlDependencies {
                graph.switched(graph.output(result), by: graph.output(predicate))[branch]
            }
            guard side.isValid else { return value }
            graph.setContext(self, of: side.operation.index)
            let inside = side.nodeOutput
            note(inside)
            var context = outer
            while let enclosing = context {
                enclosing.note(inside)
                context = enclosing.outer
            }
            update { $0.external[value] = inside }
            return inside
        case .loop:
            // What a gradient's loop needs of its forward loop is kept there, iteration by iteration.
            if let gradient = graph.currentControlFlowContext?.loop?.gradient,
                graph.outputContext(of: Int(value.node))?.loop === gradient.forward
            {
                let real = gradient.value(of: value, in: graph)
                update { $0.external[value] = real }
                return real
            }
            let result = outer?.adopt(value, in: graph) ?? value
            let entry = graph.withoutControlDependencies {
                graph.entered(graph.output(result), frame: self, isConstant: true)
            }
            guard entry.isValid else { return value }
            graph.setContext(self, of: entry.operation.index)
            let inside = entry.nodeOutput
            update { state in
                state.note(inside)
                state.external[value] = inside
            }
            return inside
        }
    }

    /// A result of a conditional's side: a value from outside goes through a switch here.
    func returned(_ value: Tensor, in graph: Graph) -> Tensor {
        guard value.isValid, case .conditional(let predicate, _, let branch) = kind else { return value }
        let key = value.nodeOutput
        let known = state.withLock { $0.isKnown.contains(key) ? $0.external[key] ?? key : nil }
        if let known { return graph.output(known) }
        note(key)
        var real = key
        if let outer {
            real = outer.adopt(key, in: graph)
            update { state in
                state.note(real)
                state.external[real] = real
            }
        }
        let side = graph.switched(graph.output(real), by: graph.output(predicate))[branch]
        if side.isValid { update { $0.external[key] = side.nodeOutput } }
        return side
    }
}

/// Which context each op of a graph was built in.
private final class ContextTable: Sendable {
    let contexts = Mutex<[Int: ControlFlowContext]>([:])
}

extension Graph {
    private var contextTable: ContextTable { attachment(ContextTable.self) { ContextTable() } }

    /// The context that ops are built in now.
    var currentControlFlowContext: ControlFlowContext? { currentContext as? ControlFlowContext }

    /// The context that a node was built in.
    func context(of node: Int) -> ControlFlowContext? { contextTable.contexts.withLock { $0[node] } }

    /// The context that what reads a node is in: what leaves a loop is outside.
    func outputContext(of node: Int) -> ControlFlowContext? {
        let context = context(of: node)
        return Operation(graph: self, index: node).definition?.traits.role == .exit ? context?.outer : context
    }

    func setContext(_ context: ControlFlowContext?, of node: Int) {
        contextTable.contexts.withLock { $0[node] = context }
    }

    /// Whether a node brings into a loop what is the same in every iteration.
    func isLoopInvariant(_ node: Int) -> Bool {
        guard let traits = Operation(graph: self, index: node).definition?.traits else { return false }
        return traits.role == .enter && traits.isLoopInvariant
    }

    // MARK: The ops, in the form for values or for references

    /// Both outputs of a switch.
    func switched(_ data: Tensor, by predicate: Tensor, name: String? = nil) -> [Tensor] {
        guard data.isValid else { return [data, data] }
        return colocated(with: data.operation) {
            data.type.isReference
                ? addTensors(RefSwitch(), inputs: [data, predicate], count: 2, name: name ?? "Switch")
                : addTensors(Switch(), inputs: [data, predicate], count: 2, name: name)
        }
    }

    /// The merge's value and the index of the input it is.
    func merged(_ inputs: [Tensor], name: String? = nil, site: CreationSite? = nil) -> [Tensor] {
        inputs.allSatisfy { $0.isValid && $0.type.isReference }
            ? addTensors(RefMerge(), inputs: inputs, count: 2, name: name, site: site)
            : addTensors(Merge(), inputs: inputs, count: 2, name: name, site: site)
    }

    func entered(
        _ value: Tensor, frame: ControlFlowContext, isConstant: Bool, name: String? = nil
    ) -> Tensor {
        guard value.isValid else { return value }
        let (frameName, count) = (frame.name, frame.parallelIterations)
        return value.type.isReference
            ? addTensor(
                RefEnter(frameName: frameName, isConstant: isConstant, parallelIterations: count), inputs: [value],
                name: name)
            : addTensor(
                Enter(frameName: frameName, isConstant: isConstant, parallelIterations: count), inputs: [value],
                name: name)
    }

    func handedOn(_ value: Tensor) -> Tensor {
        value.isValid && value.type.isReference
            ? addTensor(RefNextIteration(), inputs: [value]) : addTensor(NextIteration(), inputs: [value])
    }

    func exited(_ value: Tensor, name: String? = nil) -> Tensor {
        value.isValid && value.type.isReference
            ? addTensor(RefExit(), inputs: [value], name: name) : addTensor(Exit(), inputs: [value], name: name)
    }
}
