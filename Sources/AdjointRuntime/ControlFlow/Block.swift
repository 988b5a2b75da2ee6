import AdjointCore

/// A part of a plan that control flow runs through: the body of a loop, or what hangs on a predicate that is computed
/// during the run. In the plan around it, a block is one node.
///
/// Inside, nodes stand in one order, inputs first, as in any plan; which of them run is found out on the way. What a
/// loop hands from one iteration to the next is listed beside it, so that the body itself has no cycle.
final class Block: Sendable {
    /// A value of the body that the next iteration's merge takes.
    struct Carried: Sendable {
        var value: PlanValue
        /// The merge's node.
        var merge: Int
        /// Which of the merge's inputs it is, counting those of ``ArrivingValue/positions``.
        var input: Int
    }

    /// The nodes, those that stand for the block's inputs (``BlockInput``) among them.
    let graph: PlanGraph
    let order: [Int]
    let aliases: AliasAnalysis
    let isLoop: Bool
    let carried: [Carried]
    /// The values that the plan around the block takes.
    let outputs: [PlanValue]
    /// The nodes that something around the block waits for.
    let awaited: [Int]

    init(graph: PlanGraph, isLoop: Bool, carried: [Carried], outputs: [PlanValue], awaited: [Int]) {
        var graph = graph
        order = Schedule.order(&graph)
        aliases = AliasAnalysis(graph, order: order)
        self.graph = graph
        self.isLoop = isLoop
        self.carried = carried
        self.outputs = outputs
        self.awaited = awaited
    }
}

/// A block as a node of the plan around it.
///
/// Its data inputs are what the block reads from outside, its control inputs what the block waits for.
struct BlockOperation: ExecutableOperation {
    let block: Block
    let traits: OperationTraits

    /// - Parameters:
    ///   - written: The inputs that are variables and that the block writes.
    ///   - aliases: Output → the input whose variable it is.
    init(_ block: Block, writing written: Set<Int>, aliases: [Int: Int]) {
        self.block = block
        var traits = OperationTraits()
        traits.isStateful = true
        traits.hasDataDependentShapes = true
        traits.aliases = aliases
        for input in written { traits.effects[input] = .updates }
        self.traits = traits
    }

    var displayName: String { block.isLoop ? "loop" : "conditional" }

    func bind(_ context: borrowing BindingContext) throws -> Kernel {
        preconditionFailure("a block has no kernel")
    }

    static func == (left: Self, right: Self) -> Bool { left.block === right.block }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(block)) }
}

/// A value from around a block, inside it.
struct BlockInput: ExecutableOperation {
    /// Which input of the block.
    var index: Int
    /// Whether it is a variable's buffer.
    var isVariable: Bool

    var traits: OperationTraits {
        var traits = OperationTraits()
        traits.role = isVariable ? .variable : .placeholder
        traits.isStateful = true
        return traits
    }

    var displayName: String { "input" }

    func bind(_ context: borrowing BindingContext) throws -> Kernel {
        preconditionFailure("an input has no kernel")
    }
}

/// Something around a block that the block waits for, inside it.
struct BlockControl: ExecutableOperation {
    /// Which control input of the block.
    var index: Int

    var traits: OperationTraits {
        var traits = OperationTraits()
        traits.role = .noOperation
        traits.isStateful = true
        return traits
    }

    var displayName: String { "control input" }

    func bind(_ context: borrowing BindingContext) throws -> Kernel {
        preconditionFailure("a control input has no kernel")
    }
}
