public import AdjointCore

/// Takes a value out of a loop, when the loop is done. TF: `Exit`.
public struct Exit: OperationDefinition {
    public static let type = "Exit"
    public static let signature = OperationSignature(
        inputs: [.tensor("data")], outputs: [.tensor("output")])

    public init() {}

    public var traits: OperationTraits { .forwarding(.exit) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] {
        context.handle(0).map { [0: $0] } ?? [:]
    }

    public static let gradient = GradientRule<Exit>.differentiable { _, context in
        [context.gradientOfExit()]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .empty }
}

extension GradientContext {
    /// The gradient of what leaves a loop: the output's, entering the gradient's loop.
    func gradientOfExit() -> Tensor? {
        guard let loop = graph.currentControlFlowContext, let own = graph.context(of: operation.index) else {
            return nil
        }
        guard loop.backpropagates else { return nil }
        if own.gradient != nil {
            graph.record(
                GraphError(
                    .gradient, "a loop's gradient cannot be differentiated again", operationType: operation.type,
                    operationName: operation.name, site: operation.site,
                    remedy: "unroll the loop for gradients of second order"))
            return nil
        }
        let arrived = outputGradient()
        loop.note(arrived.nodeOutput)
        let result = graph.entered(arrived, frame: loop, isConstant: false, name: "b_exit")
        loop.update { $0.enters.append(result.nodeOutput) }
        return result
    }
}
