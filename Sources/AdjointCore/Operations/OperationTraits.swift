/// What the planner and the executor must know of an op beyond its kernel. They see these, never an op's name.
public struct OperationTraits: Sendable, Hashable {
    /// What part the op plays in a plan.
    public enum Role: Sendable, Hashable {
        /// Computes outputs from inputs.
        case compute
        /// Must be fed, unless it has an input to fall back to.
        case placeholder
        /// Its output is the session's buffer for the variable that the node is.
        case variable
        /// Only orders what runs: no outputs, no kernel.
        case noOperation
        /// Control flow: forwards its data input to output 1 if the predicate (input 1) is true, else to output 0.
        case `switch`
        /// Control flow: forwards the input that arrives first; output 1 is that input's index.
        case merge
        /// Control flow: brings a value into a frame.
        case enter
        /// Control flow: takes a value out of a frame.
        case exit
        /// Control flow: hands a value to a frame's next iteration.
        case nextIteration
        /// Control flow: the predicate that keeps a frame going.
        case loopCondition
        /// Control flow: like ``noOperation``, but runs even if what it waits for is dead.
        case controlTrigger
    }

    /// What an op does to the variable that a reference input leads to.
    public enum ReferenceEffect: Sendable, Hashable {
        /// Sets it without reading it: the variable counts as initialized afterwards.
        case initializes
        /// Reads and writes it.
        case updates
        /// Neither: looks only at whether it is initialized.
        case inspects
    }

    /// The part the op plays.
    public var role: Role = .compute
    /// Whether two runs may differ or have effects: never folded, never merged with an equal one.
    public var isStateful = false
    /// Whether what a stateful op reads or changes is an object of the run, such as a tensor array: two runs on the same inputs
    /// do not differ.
    public var actsWithinRun = false
    /// Whether the op draws random numbers (implies stateful).
    public var isRandom = false
    /// Output index → the input whose memory it *is*: identities, and the reference outputs of writes.
    public var aliases: [Int: Int] = [:]
    /// Inputs whose buffer output 0 may take over when nothing reads them afterwards.
    public var reusableInputs: [Int] = []
    /// Reference input index → effect on the variable.
    public var effects: [Int: ReferenceEffect] = [:]
    /// Inputs of which only element type and shape are used (`Shape`, `ZerosLike`…): their values need not be computed.
    public var metadataInputs: [Int] = []
    /// Whether output shapes depend on the elements of inputs in a way the shape rule cannot tell even with all input
    /// values known: the kernel makes its outputs with `KernelArguments.setOutput`.
    public var hasDataDependentShapes = false
    /// Whether a string reference that it takes or gives is TensorFlow's older kind of handle: it stands for an object
    /// of the run, and in a plan it is of type `resource` like any handle.
    public var hasStringHandle = false

    /// The frame that an op with the role ``Role/enter`` brings its value into: the name of a loop.
    public var frameName = ""
    /// Whether that value is the same in every iteration.
    public var isLoopInvariant = false

    /// The traits of a pure function of its inputs.
    public init() {}

    /// A pure function of its inputs.
    public static let pure = OperationTraits()

    /// A pure elementwise function: output 0 may take over the buffer of any of the first `inputs` inputs of its size.
    public static func elementwise(inputs: Int) -> OperationTraits {
        if inputs < common.count { return common[inputs] }
        var traits = OperationTraits()
        traits.reusableInputs = Array(0..<inputs)
        return traits
    }

    /// The traits of elementwise functions of few inputs, which plans ask for over and over.
    private static let common: [OperationTraits] = (0..<4).map { inputs in
        var traits = OperationTraits()
        traits.reusableInputs = Array(0..<inputs)
        return traits
    }

    /// An op whose output 0 is its input 0.
    public static let identity: OperationTraits = {
        var traits = OperationTraits()
        traits.aliases = [0: 0]
        return traits
    }()

    /// An op that draws random numbers.
    public static let random: OperationTraits = {
        var traits = OperationTraits()
        traits.isStateful = true
        traits.isRandom = true
        return traits
    }()

    /// An op that writes the variable at reference input 0 and returns that reference.
    public static func write(_ effect: ReferenceEffect, isInputZeroReturned: Bool = true) -> OperationTraits {
        var traits = OperationTraits()
        traits.isStateful = true
        traits.effects = [0: effect]
        if isInputZeroReturned { traits.aliases = [0: 0] }
        return traits
    }

    /// Whether the op only hands its input on: nothing to compute, nothing read or written.
    public var isPassage: Bool {
        (role == .compute || role == .placeholder) && aliases[0] != nil && effects.isEmpty && !isStateful
    }
}
