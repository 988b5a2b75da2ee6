public import AdjointCore

/// The sum of two sparse tensors of one shape. TF: `SparseAdd`.
///
/// indices, values and shape of each, the indices in order; thresh: a real scalar. A sum at a place that both have is left
/// out if its magnitude is below it.
public struct SparseAdd: SparsePairOperation {
    public static let type = "SparseAdd"
    public static let signature = OperationSignature(
        inputs: OperationArgument.sparsePair + [.tensor("thresh", "Treal", in: .numeric)],
        outputs: [.tensor("sum_indices", .int64), .tensor("sum_values"), .tensor("sum_shape", .int64)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(6, rank: 0, role: "thresh")
        return try inferPairShapes(context) + [context.shape(2)]
    }

    // TF: `_SparseAddGrad`.
    public static let gradient = GradientRule<SparseAdd>.differentiable { _, context in
        let gradients = context.graph.addTensors(
            SparseAddGrad(),
            inputs: [context.outputGradient(1), context.inputs[0], context.inputs[3], context.outputs[0]], count: 2)
        return [nil, gradients[0], nil, nil, gradients[1], nil, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard context.inputs[6].dtype == context.inputs[1].dtype else {
            throw OperationError("the threshold is \(context.inputs[6].dtype.name), not the values' type")
        }
        func kernel<Element: NumericElement>(_ element: Element.Type) throws -> Kernel {
            try pairKernel(context, element) { a, b, arguments in
                guard let a, let b else { return a ?? b }
                let (sum, limit) = (Element.sum(a, b), arguments.input(6, as: Element.self).pointee)
                return max(sum.doubleValue, -sum.doubleValue) < limit.doubleValue ? nil : sum
            }
        }
        return try kernel(context.inputs[1].dtype.requireNumeric())
    }
}
