public import AdjointCore

/// Brings a value into a loop. TF: `Enter`.
public struct Enter: FrameEntering {
    public static let type = "Enter"
    public static let signature = OperationSignature(
        inputs: [.tensor("data")], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<Enter>] = [
        .string("frame_name", \.frameName), .bool("is_constant", \.isConstant),
        .int("parallel_iterations", \.parallelIterations),
    ]

    /// The loop's name: all its values enter under the same.
    public var frameName = ""
    /// Whether the value is the same in every iteration, rather than that of the first.
    public var isConstant = false
    /// Kept for TensorFlow: iterations here follow each other.
    public var parallelIterations = 10

    public init() {}

    /// An entry into the loop of the given name.
    public init(frameName: String, isConstant: Bool = false, parallelIterations: Int = 10) {
        self.frameName = frameName
        self.isConstant = isConstant
        self.parallelIterations = parallelIterations
    }

    public var traits: OperationTraits { .entering(frameName, isConstant: isConstant) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] { context.staticValueOfInputZero }

    public static let gradient = GradientRule<Enter>.differentiable { definition, context in
        [context.gradientOfEnter(isConstant: definition.isConstant)]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .empty }
}

extension OperationTraits {
    /// The traits of an op that brings a value into a loop.
    static func entering(_ frameName: String, isConstant: Bool) -> OperationTraits {
        var traits = OperationTraits()
        traits.role = .enter
        traits.aliases = [0: 0]
        traits.frameName = frameName
        traits.isLoopInvariant = isConstant
        return traits
    }

    /// The traits of a control-flow op that hands its one input on.
    static func forwarding(_ role: Role) -> OperationTraits {
        var traits = OperationTraits()
        traits.role = role
        traits.aliases = [0: 0]
        return traits
    }
}

extension GradientContext {
    /// The gradient of what enters a loop: what leaves the gradient's loop; for what is the same in every iteration,
    /// the sum over all of them.
    func gradientOfEnter(isConstant: Bool) -> Tensor? {
        guard let arrived = outputGradients[0] else { return nil }
        guard let loop = graph.currentControlFlowContext, loop.backpropagates, let gradient = loop.gradient else {
            return arrived
        }
        if isConstant { return gradient.accumulated(arrived, of: operation, in: graph) }
        let result = graph.exited(arrived)
        loop.update { $0.exits.append(result.nodeOutput) }
        loop.outer?.note(result.nodeOutput)
        return result
    }
}
