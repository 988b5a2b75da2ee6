public import AdjointKernels

/// The types and shapes a kernel is chosen for, and what it may hold on to between steps.
public struct BindingContext: ~Copyable {
    /// A tensor's element type and dimensions, all known.
    public struct Operand: Sendable, Hashable {
        /// The element type.
        public let dtype: DType
        /// The dimensions.
        public let dimensions: [Int]

        /// An operand from its parts.
        public init(dtype: DType, dimensions: [Int]) {
            self.dtype = dtype
            self.dimensions = dimensions
        }

        /// The number of elements.
        public var count: Int { dimensions.reduce(1, *) }
    }

    /// The inputs.
    public let inputs: [Operand]
    /// The outputs; for data-dependent shapes an upper bound is not given and the dimensions are empty.
    public let outputs: [Operand]
    /// The values of those inputs that cannot change from step to step; `nil` for the others.
    public let constants: [NDArray?]
    /// The session's state for this node.
    public let state: any OperationStateProvider

    /// A context from its parts.
    public init(
        inputs: [Operand], outputs: [Operand], constants: [NDArray?], state: any OperationStateProvider
    ) {
        self.inputs = inputs
        self.outputs = outputs
        self.constants = constants
        self.state = state
    }
}

extension BindingContext {
    /// The value of input `index`, for a kernel that cannot be prepared without it.
    ///
    /// - Throws: ``BindingNeedsValue`` if the value can change from step to step; the kernel is then bound anew in every
    ///   run, with the value at hand.
    public func constant(_ index: Int) throws(BindingNeedsValue) -> NDArray {
        guard let value = constants[index] else { throw BindingNeedsValue(input: index) }
        return value
    }
}

/// A kernel cannot be bound before the value of an input is known.
public struct BindingNeedsValue: Error, Sendable {
    /// The input.
    public var input: Int
}

/// What lasts longer than a step for one node in one session.
public protocol OperationStateProvider: Sendable {
    /// The state of this node, made by `create` the first time.
    ///
    /// Kept per (session, node) and shared by all plans: a random op goes on where it stopped, whichever fetch runs it.
    func state<State: AnyObject & Sendable>(_ type: State.Type, create: () -> State) -> State

    /// The seed pair to use by an op that was given none: drawn once per session and node.
    var nondeterministicSeed: (UInt64, UInt64) { get }

    /// Whether the variable that reference input `index` leads to is initialized at the moment of the call.
    func isVariableInitialized(input index: Int) -> Bool
}

/// A bound kernel: what a step calls.
public struct Kernel: Sendable {
    /// Reads the inputs, writes the outputs. Must not allocate; throws ``OperationError`` for values that are wrong.
    public typealias Body = @Sendable (borrowing KernelArguments) throws -> Void

    /// The code.
    public let body: Body
    /// Bytes of uninitialized scratch memory, 64-byte aligned, that one call needs.
    public let scratchByteCount: Int
    /// Floating-point operations of one call, where the op's file states them; shown by `explain`.
    public let operationCount: Int

    /// A kernel from its body.
    public init(scratchByteCount: Int = 0, operationCount: Int = 0, _ body: @escaping Body) {
        self.body = body
        self.scratchByteCount = scratchByteCount
        self.operationCount = operationCount
    }
}

/// The memory a kernel works on in one step.
///
/// Unsafe by design: the one place where a plan hands raw memory to kernels. The pointers are valid for the call only;
/// inputs and outputs hold exactly the elements of the operands the kernel was bound to, 64-byte aligned unless a
/// feed's own memory is used (then aligned to the element).
public struct KernelArguments: ~Copyable {
    @usableFromInline var pointers: UnsafePointer<UnsafeMutableRawPointer>
    @usableFromInline var inputCount: Int
    /// Scratch memory of the size the kernel asked for.
    public let scratch: UnsafeMutableRawPointer
    /// The threads to work with.
    public let workers: WorkerPool
    let sink: (any KernelOutputSink)?

    /// Arguments over a table of pointers: the inputs' first, the outputs' behind them.
    public init(
        pointers: UnsafePointer<UnsafeMutableRawPointer>, inputCount: Int, scratch: UnsafeMutableRawPointer,
        workers: WorkerPool, sink: (any KernelOutputSink)? = nil
    ) {
        self.pointers = pointers
        self.inputCount = inputCount
        self.scratch = scratch
        self.workers = workers
        self.sink = sink
    }

    /// Moves on to the pointers of another step, so that one value serves a whole plan.
    @inlinable
    public mutating func move(to pointers: UnsafePointer<UnsafeMutableRawPointer>, inputCount: Int) {
        self.pointers = pointers
        self.inputCount = inputCount
    }

    /// The elements of input `index`.
    @inlinable
    public func input<Element>(_ index: Int, as type: Element.Type = Element.self) -> UnsafePointer<Element> {
        UnsafePointer(rawInput(index).assumingMemoryBound(to: Element.self))
    }

    /// The variable's elements behind reference input `index`, for writing.
    @inlinable
    public func reference<Element>(_ index: Int, as type: Element.Type = Element.self) -> UnsafeMutablePointer<Element>
    {
        rawInput(index).assumingMemoryBound(to: Element.self)
    }

    /// The elements of output `index`.
    @inlinable
    public func output<Element>(_ index: Int, as type: Element.Type = Element.self) -> UnsafeMutablePointer<Element> {
        rawOutput(index).assumingMemoryBound(to: Element.self)
    }

    /// The bytes of input `index`.
    @inlinable public func rawInput(_ index: Int) -> UnsafeMutableRawPointer { pointers[index] }

    /// The bytes of output `index`.
    @inlinable public func rawOutput(_ index: Int) -> UnsafeMutableRawPointer { pointers[inputCount + index] }

    /// Sets an output whose shape only the kernel knows.
    ///
    /// - Precondition: the op has the trait `hasDataDependentShapes`.
    public func setOutput(_ index: Int, _ array: NDArray) {
        guard let sink else { preconditionFailure("setOutput needs the trait hasDataDependentShapes") }
        sink.setOutput(index, array)
    }
}

/// Takes the outputs of kernels that make them themselves.
public protocol KernelOutputSink: AnyObject {
    /// Takes output `index`.
    func setOutput(_ index: Int, _ array: NDArray)
}
