public import AdjointCore

/// The gradient of `SparseFillEmptyRows`: each element's, and the sum of those of the default values.
/// TF: `SparseFillEmptyRowsGrad`.
public struct SparseFillEmptyRowsGrad: OperationDefinition {
    public static let type = "SparseFillEmptyRowsGrad"
    public static let signature = OperationSignature(
        inputs: [.tensor("reverse_index_map", .int64), .tensor("grad_values", in: .real)],
        outputs: [.tensor("d_values"), .tensor("d_default_value")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(1, rank: 1, role: "grad_values")
        return [try context.shape(0, rank: 1, role: "reverse_index_map"), .scalar]
    }

    public static let gradient = GradientRule<SparseFillEmptyRowsGrad>.notDifferentiable(
        reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (count, total) = (context.inputs[0].count, context.inputs[1].count)
        func kernel<Element: RealElement>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                let (map, gradient) = (arguments.input(0, as: Int64.self), arguments.input(1, as: Element.self))
                var isTaken = [Bool](repeating: false, count: total)
                for index in 0..<count {
                    let place = Int(map[index])
                    guard (0..<total).contains(place) else { throw OperationError("element \(index) went to \(place)") }
                    arguments.output(0, as: Element.self)[index] = gradient[place]
                    isTaken[place] = true
                }
                var sum: Element = 0
                for index in 0..<total where !isTaken[index] { sum += gradient[index] }
                arguments.output(1, as: Element.self).pointee = sum
            }
        }
        return try kernel(context.inputs[1].dtype.requireReal())
    }
}
