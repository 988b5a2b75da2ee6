public import AdjointCore

/// Its input with the order along some axes reversed. TF: `Reverse`, as graphs up to 2016 have it.
///
/// dims: for each axis whether it is reversed.
public struct Reverse: OperationDefinition {
    public static let type = "Reverse"
    public static let signature = OperationSignature(
        inputs: [.tensor("tensor"), .tensor("dims", .bool)], outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let dims = try context.shape(1, rank: 1, role: "dims")
        if let rank = context.shape(0).rank, let count = dims[0], rank != count {
            throw OperationError("\(count) dims for a tensor of rank \(rank)")
        }
        return [context.shape(0)]
    }

    public static let gradient = GradientRule<Reverse>.differentiable { _, context in
        [context.graph.addTensor(Reverse(), inputs: [context.outputGradient(), context.inputs[1]]), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let isReversed = try context.constant(1).scalars(as: Bool.self)
        guard isReversed.count == context.inputs[0].dimensions.count else {
            throw OperationError("\(isReversed.count) dims for a tensor of rank \(context.inputs[0].dimensions.count)")
        }
        return .reversing(context.inputs[0], isReversed)
    }
}
