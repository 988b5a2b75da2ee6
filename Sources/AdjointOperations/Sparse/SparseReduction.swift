import AdjointCore

/// An op that reduces a sparse tensor along some axes to a dense one. Inputs: indices, values, shape, axes.
protocol SparseReduction: OperationDefinition {
    /// Whether reduced dimensions stay, with extent 1.
    var keepsDimensions: Bool { get }
    /// Two elements as one.
    static func combine<Element: NumericElement>(_ left: Element, _ right: Element) -> Element
}

extension SparseReduction {
    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 2, role: "input_indices")
        guard let shape = context.integers(2), let axes = context.integers(3) else { return [.unknown] }
        let mask = try Axes.mask(axes, rank: shape.count)
        return [Shape(zip(shape, mask).compactMap { $1 ? (keepsDimensions ? 1 : nil) : $0 })]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (indices, axisCount) = (context.inputs[0], context.inputs[3].count)
        let (count, rank) = (indices.dimensions[0], indices.dimensions[1])
        guard context.inputs[1].count == count, context.inputs[2].count == rank else {
            throw OperationError("indices \(Shape(indices.dimensions)) do not fit the other inputs")
        }
        let keepsDimensions = keepsDimensions
        func kernel<Element: NumericElement>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                let coordinates = arguments.input(0, as: Int64.self)
                let values = arguments.input(1, as: Element.self)
                let shape = arguments.numbers(2, count: rank)
                let axes = (0..<axisCount).map { Int(arguments.input(3, as: Int32.self)[$0]) }
                let mask = try Axes.mask(axes, rank: rank)
                let kept = (0..<rank).map { mask[$0] ? 1 : shape[$0] }
                guard try SparseShape.size(kept) <= 1 << 32 else { throw OperationError("\(kept) is too large") }
                let strides = contiguousStrides(kept)
                let result = NDArray(
                    zeros: Element.dtype,
                    dimensions: keepsDimensions ? kept : (0..<rank).filter { !mask[$0] }.map { shape[$0] })
                let target = result.storage.baseAddress.assumingMemoryBound(to: Element.self)
                var isSet = [Bool](repeating: false, count: result.count)
                for element in 0..<count {
                    var place = 0
                    for axis in 0..<rank {
                        let index = Int(coordinates[element * rank + axis])
                        guard (0..<shape[axis]).contains(index) else {
                            throw OperationError("element \(element) is outside \(Shape(shape))")
                        }
                        place += mask[axis] ? 0 : index * strides[axis]
                    }
                    target[place] = isSet[place] ? Self.combine(target[place], values[element]) : values[element]
                    isSet[place] = true
                }
                arguments.setOutput(0, result)
            }
        }
        return try kernel(context.inputs[1].dtype.requireNumeric())
    }
}

extension OperationSignature {
    /// That of reductions of sparse tensors.
    static let sparseReduction = OperationSignature(
        inputs: [
            .tensor("input_indices", .int64), .tensor("input_values", in: .numeric), .tensor("input_shape", .int64),
            .tensor("reduction_axes", .int32),
        ], outputs: [.tensor("output")])
}
