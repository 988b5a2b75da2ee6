public import AdjointCore

/// Hands its data to one of two outputs: `output_true` (1) if the predicate holds, else `output_false` (0).
///
/// What hangs on the other output is dead: it does not run, up to the ``Merge`` that takes whichever side lives. In a
/// run whose predicate is known before it begins nothing of a switch is left. TF: `Switch`.
public struct Switch: OperationDefinition {
    public static let type = "Switch"
    public static let signature = OperationSignature(
        inputs: [.tensor("data"), .tensor("pred", .bool)], outputs: [.tensor("output_false"), .tensor("output_true")])

    public init() {}

    public var traits: OperationTraits { .switch }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { try context.switchedShapes() }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] {
        context.handle(0).map { [0: $0, 1: $0] } ?? [:]
    }

    public static let gradient = GradientRule<Switch>.differentiable { _, context in context.gradientsOfSwitch() }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .empty }
}

extension OperationTraits {
    /// The traits of a switch: both outputs are its data.
    static let `switch`: OperationTraits = {
        var traits = OperationTraits()
        traits.role = .switch
        traits.aliases = [0: 0, 1: 0]
        return traits
    }()
}

extension ShapeContext {
    /// The outputs' shapes of a switch.
    ///
    /// - Throws: ``OperationError`` if the predicate cannot be one bool.
    func switchedShapes() throws -> [Shape] {
        guard shape(1).isCompatible(with: .scalar) else {
            throw OperationError("the predicate must be one bool, not of shape \(shape(1))")
        }
        return [shape(0), shape(0)]
    }
}

extension GradientContext {
    /// The gradients of a switch's data and predicate: a merge of both sides'.
    ///
    /// A loop's switch is met twice: first from the loop's end, which starts the gradient's round, then from its body,
    /// which closes it.
    func gradientsOfSwitch() -> [Tensor?] {
        let node = operation.index
        guard let own = graph.context(of: node) else {
            let sides = [0, 1].map { graph.switched(outputGradient($0), by: inputs[1])[$0] }
            return [graph.merged(sides)[0], nil]
        }
        guard own.isLoop else {
            return [graph.merged([outputGradient(0), outputGradient(1)], name: "cond_grad")[0], nil]
        }
        guard let gradient = graph.currentControlFlowContext?.loop?.gradient else {
            graph.record(
                GraphError(
                    .gradient, "a loop's variable has no gradient from within the loop", operationType: operation.type,
                    operationName: operation.name, site: operation.site,
                    remedy: "ask for the gradients outside of the loop"))
            return [nil, nil]
        }
        if let merge = gradient.current.merges.first(where: { $0.switch == node })?.merge {
            if let returning = outputGradients[1] {
                graph.replaceInput(1, of: graph.output(merge).operation, with: graph.handedOn(returning))
            }
            return [nil, nil]
        }
        guard let leaving = outputGradients[0] else { return [nil, nil] }
        let merge = graph.merged([leaving, leaving], name: "b_switch")[0]
        guard merge.isValid else { return [nil, nil] }
        gradient.update { $0.merges.append((node, merge.nodeOutput)) }
        return [merge, nil]
    }
}
