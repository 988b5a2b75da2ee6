public import AdjointCore

/// The gradients of ``SparseAdd``: those of the sums for the values that are in them, 0 for others. TF: `SparseAddGrad`.
///
/// backprop_val_grad: `[n]`; indices of both tensors and of the sum, `[n, rank]` for that, all in order.
public struct SparseAddGrad: OperationDefinition {
    public static let type = "SparseAddGrad"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("backprop_val_grad", in: .numeric), .tensor("a_indices", .int64), .tensor("b_indices", .int64),
            .tensor("sum_indices", .int64),
        ], outputs: [.tensor("a_val_grad"), .tensor("b_val_grad")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 1, role: "backprop_val_grad")
        _ = try context.shape(3, rank: 2, role: "sum_indices")
        return try [1, 2].map { [try context.shape($0, rank: 2, role: "indices")[0]] }
    }

    public static let gradient = GradientRule<SparseAddGrad>.notDifferentiable(reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (count, inputs) = (context.inputs[0].count, context.inputs)
        let rank = inputs[3].dimensions[1]
        guard inputs[3].dimensions[0] == count, inputs[1].dimensions[1] == rank, inputs[2].dimensions[1] == rank else {
            throw OperationError("\(count) gradients and the indices do not fit")
        }
        func kernel<Element: NumericElement>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                let gradient = arguments.input(0, as: Element.self)
                let sum = SparseCoordinates(indices: arguments.input(3, as: Int64.self), count: count, rank: rank)
                for (input, output) in [(1, 0), (2, 1)] {
                    let own = SparseCoordinates(
                        indices: arguments.input(input, as: Int64.self), count: inputs[input].dimensions[0], rank: rank)
                    let target = arguments.output(output, as: Element.self)
                    for case (let element?, let place) in own.merged(with: sum) {
                        target[element] = place.map { gradient[$0] } ?? .zeroElement
                    }
                }
            }
        }
        return try kernel(inputs[0].dtype.requireNumeric())
    }
}
