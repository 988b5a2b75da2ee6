/// Something that a plan can execute: an op of the graph, or a fused kernel that stands for several.
public protocol ExecutableOperation: Sendable, Hashable {
    /// What the planner must know.
    var traits: OperationTraits { get }

    /// The name that `explain` and messages show; an op's type string.
    var displayName: String { get }

    /// Element type and shape of the variable that the op is, if it gives out a handle rather than a reference; `nil` for
    /// all others. In a plan a handle is the variable itself.
    var handledVariable: TensorType? { get }

    /// What the object that the op gives out, a variable or a table, is shared under; `nil` for all other ops, and where
    /// the object is the node's alone.
    var resourceName: ResourceName? { get }

    /// The value of an op that is nothing but a value; `nil` for all others.
    var constantValue: NDArray? { get }

    /// Chooses and prepares the kernel for inputs and outputs whose types and shapes are all known.
    ///
    /// Called once per plan (or, where shapes are known only during a run, once per run). What it returns is called
    /// every step and must not allocate; everything that depends on shapes is worked out here.
    ///
    /// - Throws: ``OperationError`` for inputs that the shape rule could not rule out.
    func bind(_ context: borrowing BindingContext) throws -> Kernel
}

/// An op: its signature, its attributes, its shape rule, its gradient and its kernel.
///
/// A definition is a small value that holds the decoded attributes; two nodes with equal definitions and equal
/// inputs compute the same. docs/adding-an-operation.md walks through one.
public protocol OperationDefinition: ExecutableOperation {
    /// TensorFlow's op type, as in `MatMul`.
    static var type: String { get }

    /// Inputs and outputs.
    static var signature: OperationSignature { get }

    /// The attributes that the inputs do not determine.
    static var attributes: [AttributeKey<Self>] { get }

    /// How the op's gradient is built, or why there is none. Every op answers.
    static var gradient: GradientRule<Self> { get }

    /// Whether the op is a ``FunctionalOperation``. Asked for every node that is made, and a cast would take longer.
    static var callsFunctions: Bool { get }

    /// The value of one of the op's own attributes; `nil` if it has none of that name.
    ///
    /// Asked for many of the nodes that are made: as a requirement it is compiled for every op.
    func value(ofAttribute name: String) -> AttributeValue?

    /// The definition with TensorFlow's default for every attribute.
    init()

    /// The shapes of the outputs, as far as the inputs' shapes and known values tell.
    ///
    /// - Throws: ``OperationError`` if no input of these shapes can be right.
    func inferShapes(_ context: ShapeContext) throws -> [Shape]

    /// The elements of outputs (by index) as far as they are known before anything runs.
    ///
    /// Only constants and ops that compute with shapes need it: where every input is known, an index-typed output of
    /// a pure op is worked out by running its kernel.
    func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue]
}

extension ExecutableOperation {
    public var constantValue: NDArray? { nil }
    public var handledVariable: TensorType? { nil }
    public var resourceName: ResourceName? { nil }
}

extension OperationDefinition {
    public var traits: OperationTraits { .pure }
    public var displayName: String { Self.type }
    public static var attributes: [AttributeKey<Self>] { [] }
    public static var callsFunctions: Bool { false }
    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] { [:] }

    @inlinable public func value(ofAttribute name: String) -> AttributeValue? {
        for key in Self.attributes where key.name == name { return key.encode(self) }
        return nil
    }
}

/// How an op takes part in differentiation.
public enum GradientRule<Definition: Sendable>: Sendable {
    /// Builds the gradients of the inputs (in order, `nil` for none) from those of the outputs.
    case differentiable(@Sendable (Definition, GradientContext) -> [Tensor?])
    /// As `differentiable`, for an op that makes gradients of few rows, or passes them on as they arrived.
    case sparselyDifferentiable(@Sendable (Definition, GradientContext) -> [Gradient?])
    /// The outputs do not change with small changes of the inputs, or are meant not to: no gradient passes.
    case stopsGradient(reason: String)
    /// A gradient exists but is not available; asking for one through this op is an error.
    case notDifferentiable(reason: String)
}

/// An op cannot be built, planned or run on the inputs it was given. The graph or session adds the node's name,
/// its inputs and its source line before a user sees it.
public struct OperationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, and what would be right.
    public var message: String

    /// An error with the given message.
    public init(_ message: String) { self.message = message }

    public var description: String { message }
}
