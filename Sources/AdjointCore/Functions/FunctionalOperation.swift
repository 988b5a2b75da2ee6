/// An op that stands for a part of a graph: it calls functions of the graph's library, once, in a loop, or one of several.
///
/// No kernel computes such an op. Where a run or a gradient needs it, what the functions compute is built in its place,
/// out of ops that have kernels.
public protocol FunctionalOperation: OperationDefinition {
    /// Builds, in the current scope and context of `graph`, what the op computes. What the op waits for is what ops
    /// built in that scope wait for.
    ///
    /// - Parameters:
    ///   - inputs: The op's inputs, as tensors of `graph`.
    ///   - source: The graph that the op and its functions belong to; `graph` itself or another one.
    /// - Throws: ``GraphError`` for a function that does not exist, or does not fit.
    func inlined(
        _ inputs: [Tensor], in graph: Graph, functionsOf source: Graph
    ) throws(GraphError) -> InlinedCall
}

extension FunctionalOperation {
    public static var callsFunctions: Bool { true }

    /// - Throws: always: what the op stands for is bound in its place.
    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        throw OperationError("a call of functions has no kernel of its own")
    }
}

extension OperationTraits {
    /// The traits of an op that calls functions.
    public static func functional(isStateful: Bool) -> OperationTraits {
        var traits = OperationTraits()
        traits.isStateful = isStateful
        // Nothing is worked out by running a kernel that is not there.
        traits.hasDataDependentShapes = true
        return traits
    }
}

/// What stands in the place of a ``FunctionalOperation``.
public struct InlinedCall: Sendable {
    /// What the op's outputs are.
    public var outputs: [Tensor]
    /// What has run once everything that the op changes is changed. The outputs wait for it.
    public var effects: [Operation]

    /// A call from its parts.
    public init(outputs: [Tensor], effects: [Operation]) {
        self.outputs = outputs
        self.effects = effects
    }
}

/// The place of an input of a ``FunctionalOperation`` in what stands for it.
struct CallArgument: OperationDefinition {
    static let type = "_Arg"
    static let signature = OperationSignature(inputs: [], outputs: [.tensor("output", "T")])
    static let attributes: [AttributeKey<CallArgument>] = [.type("T", \.dtype)]
    static let gradient = GradientRule<CallArgument>.stopsGradient(reason: "an argument has no inputs")

    var dtype = DType.float32
    var shape = Shape.unknown
    var value: StaticValue?

    init() {}

    init(_ type: TensorType, value: StaticValue?) {
        dtype = type.dtype
        shape = type.shape
        self.value = value
    }

    var traits: OperationTraits {
        var traits = OperationTraits()
        traits.role = .placeholder
        return traits
    }

    func inferShapes(_ context: ShapeContext) throws -> [Shape] { [shape] }
    func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] { value.map { [0: $0] } ?? [:] }

    func bind(_ context: borrowing BindingContext) throws -> Kernel {
        preconditionFailure("an argument is replaced by the input it stands for")
    }
}

extension Graph {
    /// A tensor that stands for an argument of a function: a value of that type, of which nothing more is known.
    package func argument(of type: TensorType) -> Tensor { addTensor(CallArgument(type, value: nil), name: "arg") }

    /// A tensor that stands for an argument of a function: what is known of a tensor of another graph is known of it.
    package func argument(like tensor: Tensor) -> Tensor {
        addTensor(
            CallArgument(TensorType(tensor.dtype, tensor.shape), value: tensor.staticValue), name: "arg")
    }
}

/// Where what stands for a ``FunctionalOperation`` begins, and where all of it has run: nothing but waits. In a plan it may
/// have inputs, whatever it states; it is dead if one of them is.
struct CallBoundary: OperationDefinition {
    static let type = "_CallBoundary"
    static let signature = OperationSignature(inputs: [], outputs: [])
    static let gradient = GradientRule<CallBoundary>.stopsGradient(reason: "it has no inputs")

    init() {}

    var traits: OperationTraits {
        var traits = OperationTraits()
        traits.role = .noOperation
        return traits
    }

    func inferShapes(_ context: ShapeContext) throws -> [Shape] { [] }
    func bind(_ context: borrowing BindingContext) throws -> Kernel { Kernel { _ in } }
}
