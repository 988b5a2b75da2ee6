public import AdjointCore

/// A dense tensor with the elements of a sparse one added. TF: `SparseTensorDenseAdd`.
public struct SparseTensorDenseAdd: OperationDefinition {
    public static let type = "SparseTensorDenseAdd"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("a_indices", "Tindices", in: .index), .tensor("a_values", in: .numeric),
            .tensor("a_shape", "Tindices", in: .index), .tensor("b", in: .numeric),
        ], outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 2, role: "a_indices")
        return [context.shape(3)]
    }

    // TF: `_SparseTensorDenseAddGrad`.
    public static let gradient = GradientRule<SparseTensorDenseAdd>.differentiable { _, context in
        let gradient = context.outputGradient()
        return [nil, gradient.gathered(atCoordinates: context.inputs[0]), nil, gradient]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (indices, output) = (context.inputs[0], context.outputs[0])
        let rank = output.dimensions.count
        guard indices.dimensions == [context.inputs[1].count, rank] else {
            throw OperationError(
                "indices \(Shape(indices.dimensions)) do not fit \(context.inputs[1].count) values of rank \(rank)")
        }
        let rows = RowIndexing(count: indices.dimensions[0], depth: rank, extents: output.dimensions)
        func kernel<Element: NumericElement, Index: FixedWidthInteger & Sendable>(
            _: Element.Type, _: Index.Type
        ) -> Kernel {
            Kernel { arguments in
                let (values, target) = (arguments.input(1, as: Element.self), arguments.output(0, as: Element.self))
                target.update(from: arguments.input(3, as: Element.self), count: output.count)
                for position in 0..<rows.count {
                    let place = try rows.row(arguments.input(0, as: Index.self), at: position) ?? 0
                    target[place] = .sum(target[place], values[position])
                }
            }
        }
        func kernel<Element: NumericElement>(_: Element.Type) -> Kernel {
            indices.dtype == .int32 ? kernel(Element.self, Int32.self) : kernel(Element.self, Int64.self)
        }
        switch output.dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        case .int32: return kernel(Int32.self)
        case .int64: return kernel(Int64.self)
        case let dtype: return try kernel(dtype.requireNumeric())
        }
    }
}
