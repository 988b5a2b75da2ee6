public import AdjointCore

/// The one of its inputs that is alive, and the index of that input.
///
/// Where a conditional's sides come together it has one input for each side; at the head of a loop, one for the first
/// iteration and one for all later ones. Its shape is what all inputs have in common. TF: `Merge`.
public struct Merge: OperationDefinition {
    public static let type = "Merge"
    public static let signature = OperationSignature(
        inputs: [.list("inputs")], outputs: [.tensor("output"), .tensor("value_index", .int32)])

    public init() {}

    public var traits: OperationTraits { .merge }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.sharedShape, .scalar] }

    public static let gradient = GradientRule<Merge>.differentiable { _, context in context.gradientsOfMerge() }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .empty }
}

extension OperationTraits {
    /// The traits of a merge.
    static let merge: OperationTraits = {
        var traits = OperationTraits()
        traits.role = .merge
        return traits
    }()
}

extension ShapeContext {
    /// What the shapes of all inputs have in common: unknown where they differ.
    var sharedShape: Shape {
        inputs.dropFirst().reduce(inputs.first?.shape ?? .unknown) { common, input in common.shared(with: input.shape) }
    }
}

extension GradientContext {
    /// The gradients of a merge's inputs: the output's, switched to the one that was alive.
    func gradientsOfMerge() -> [Tensor?] {
        guard let arrived = outputGradients[0] else { return inputs.map { _ in nil } }
        guard let own = graph.outputContext(of: inputs[0].operation.index) else {
            return inputs.indices.map { position in
                graph.switched(arrived, by: outputs[1].isEqual(to: graph.constant(Int32(position))))[1]
            }
        }
        let current = graph.currentControlFlowContext
        guard case .conditional(let predicate, _, _) = own.kind else {
            guard let pivot = current?.current.pivot else { return inputs.map { _ in nil } }
            return graph.switched(arrived, by: graph.output(pivot))
        }
        let real = current?.loop?.gradient?.predicate(predicate, in: graph) ?? graph.output(predicate)
        return graph.switched(arrived, by: real, name: "cond_grad")
    }
}
