/// The tensors that a control-flow context knows.
public struct ValuesDef: ProtobufMessage {
    /// The tensors inside it.
    public var values: [String] = []
    /// For each tensor outside that it uses, the one that brings it in.
    public var externalValues: [String: String] = [:]
    public var unknownFields = ProtobufUnknownFields()

    /// No tensors.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "values", &values)
        try visitor.field(2, "external_values", &externalValues)
    }
}

/// A context within another.
public struct ControlFlowContextDef: ProtobufMessage {
    /// It where it is a branch.
    public var cond: CondContextDef?
    /// It where it is a loop.
    public var whileLoop: WhileContextDef?
    public var unknownFields = ProtobufUnknownFields()

    /// No context.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "cond_ctxt", &cond)
        try visitor.field(2, "while_ctxt", &whileLoop)
    }
}

/// One branch of a `cond`: a member of the collection `cond_context`.
public struct CondContextDef: ProtobufMessage {
    /// The name of the context.
    public var contextName = ""
    /// The tensor that is the predicate.
    public var predicateName = ""
    /// The tensor that is alive in this branch.
    public var pivotName = ""
    /// Which branch it is: 1 where the predicate is true, 0 where it is false.
    public var branch: Int32 = 0
    /// The tensors it knows.
    public var values: ValuesDef?
    /// The contexts within it.
    public var nestedContexts: [ControlFlowContextDef] = []
    public var unknownFields = ProtobufUnknownFields()

    /// A context without a name.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "context_name", &contextName)
        try visitor.field(2, "pred_name", &predicateName)
        try visitor.field(3, "pivot_name", &pivotName)
        try visitor.field(4, "branch", &branch)
        try visitor.field(5, "values_def", &values)
        try visitor.field(6, "nested_contexts", &nestedContexts)
    }
}

/// A loop: a member of the collection `while_context`.
public struct WhileContextDef: ProtobufMessage {
    /// The name of the context.
    public var contextName = ""
    /// How many iterations may run at once.
    public var parallelIterations: Int32 = 0
    /// Whether gradients pass through the loop.
    public var backProp = false
    /// Whether values kept for the gradient may go to the host's memory.
    public var swapMemory = false
    /// The predicate's `LoopCond`.
    public var pivotName = ""
    /// What the condition's nodes wait for.
    public var pivotForPredicateName = ""
    /// What the body's nodes wait for.
    public var pivotForBodyName = ""
    /// The loop's results.
    public var loopExitNames: [String] = []
    /// The tensors it knows.
    public var values: ValuesDef?
    /// The loop's variables as they come in.
    public var loopEnterNames: [String] = []
    /// The tensor that limits the iterations.
    public var maximumIterationsName = ""
    /// The contexts within it.
    public var nestedContexts: [ControlFlowContextDef] = []
    public var unknownFields = ProtobufUnknownFields()

    /// A context without a name.
    public init() {}

    public mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
        try visitor.field(1, "context_name", &contextName)
        try visitor.field(2, "parallel_iterations", &parallelIterations)
        try visitor.field(3, "back_prop", &backProp)
        try visitor.field(4, "swap_memory", &swapMemory)
        try visitor.field(5, "pivot_name", &pivotName)
        try visitor.field(6, "pivot_for_pred_name", &pivotForPredicateName)
        try visitor.field(7, "pivot_for_body_name", &pivotForBodyName)
        try visitor.field(8, "loop_exit_names", &loopExitNames)
        try visitor.field(9, "values_def", &values)
        try visitor.field(10, "loop_enter_names", &loopEnterNames)
        try visitor.field(11, "maximum_iterations_name", &maximumIterationsName)
        try visitor.field(12, "nested_contexts", &nestedContexts)
    }
}
