public import AdjointCore

/// The gradient of ``SparseSlice``: each value's own where it was taken, 0 where it was not. TF: `SparseSliceGrad`.
///
/// backprop_val_grad: `[m]`, of what was taken; input_indices: `[n, rank]`; input_start: where the box begins;
/// output_indices: `[m, rank]`, counted from there. Indices that are not in order are an error of the run.
public struct SparseSliceGrad: OperationDefinition {
    public static let type = "SparseSliceGrad"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("backprop_val_grad", in: .numeric), .tensor("input_indices", .int64),
            .tensor("input_start", .int64), .tensor("output_indices", .int64),
        ], outputs: [.tensor("val_grad")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 1, role: "backprop_val_grad")
        _ = try context.shape(3, rank: 2, role: "output_indices")
        return [[try context.shape(1, rank: 2, role: "input_indices")[0]]]
    }

    public static let gradient = GradientRule<SparseSliceGrad>.notDifferentiable(reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (count, rank) = (context.inputs[1].dimensions[0], context.inputs[1].dimensions[1])
        let taken = context.inputs[0].count
        guard context.inputs[3].dimensions == [taken, rank], context.inputs[2].dimensions == [rank] else {
            throw OperationError("\(taken) gradients and indices of rank \(rank) do not fit the other inputs")
        }
        func kernel<Element: NumericElement>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                let (gradient, target) = (arguments.input(0, as: Element.self), arguments.output(0, as: Element.self))
                let (indices, start) = (arguments.input(1, as: Int64.self), arguments.input(2, as: Int64.self))
                let places = arguments.input(3, as: Int64.self)
                var next = 0
                for element in 0..<count {
                    let isTaken =
                        next < taken
                        && (0..<rank).allSatisfy {
                            indices[element * rank + $0] == places[next * rank + $0] &+ start[$0]
                        }
                    target[element] = isTaken ? gradient[next] : .zeroElement
                    if isTaken { next += 1 }
                }
                guard next == taken else {
                    throw OperationError("element \(next) of what was taken is not among the indices, in their order")
                }
            }
        }
        return try kernel(context.inputs[0].dtype.requireNumeric())
    }
}
