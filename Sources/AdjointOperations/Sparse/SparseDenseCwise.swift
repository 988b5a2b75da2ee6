import AdjointCore

/// Arithmetic between the values of a sparse tensor and a dense one that broadcasts to its shape.
protocol SparseDenseCwiseOperation: OperationDefinition {
    static func combine<Element: NumericElement>(_ left: Element, _ right: Element) -> Element
}

extension OperationSignature {
    /// A sparse tensor and a dense one in, values for the sparse one's places out.
    static let sparseDenseCwise = OperationSignature(
        inputs: [
            .tensor("sp_indices", .int64), .tensor("sp_values", in: .numeric), .tensor("sp_shape", .int64),
            .tensor("dense", in: .numeric),
        ], outputs: [.tensor("output")])
}

extension GradientContext {
    /// The gradients of arithmetic between a sparse tensor's values and a dense one. TF: `_SparseDenseCwiseMulOrDivGrad`.
    ///
    /// - Parameter combine: The gradients for each value of a sparse one, and of the dense element beside it.
    func sparseDenseGradients(
        _ combine: (_ gradient: Tensor, _ value: Tensor, _ element: Tensor) -> (value: Tensor, element: Tensor)
    ) -> [Tensor?] {
        let (indices, shape, dense) = (inputs[0], inputs[2], inputs[3])
        let denseShape = dense.shapeTensor().cast(to: .int64)
        let missing = (shape.sizeTensor() - denseShape.sizeTensor()).expandingDimensions(at: 0)
        let ones = graph.filled(shape: missing, with: NDArray(Int64(1)), name: "ones", site: nil)
        // Along a dimension of extent 1 all indices become 0.
        let scale = graph.addTensor(FloorDiv(), inputs: [shape, concatenate([ones, denseShape], axis: 0)])
        let scaled = graph.addTensor(FloorDiv(), inputs: [indices, scale])
        let places = scaled.sliced(
            begin: graph.packedIndices([.known(0), .computed(missing[0])], name: "begin"), size: [-1, -1])
        let own = combine(outputGradient(), inputs[1], dense.gathered(atCoordinates: places))
        let ofDense = graph.addTensor(
            SparseTensorDenseAdd(), inputs: [places, own.element, denseShape, dense.zerosLike()])
        return [nil, own.value, nil, ofDense]
    }
}

extension SparseDenseCwiseOperation {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let values = try context.shape(1, rank: 1, role: "sp_values")
        _ = try context.shape(0, rank: 2, role: "sp_indices")
        return [values]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (indices, dense) = (context.inputs[0], context.inputs[3])
        let shape = try context.integers(2)
        guard indices.dimensions == [context.inputs[1].count, shape.count], dense.dimensions.count <= shape.count else {
            throw OperationError(
                "indices \(Shape(indices.dimensions)) do not fit the shape \(shape) and a tensor "
                    + "\(Shape(dense.dimensions))")
        }
        let missing = shape.count - dense.dimensions.count
        var (strides, stride) = ([Int](repeating: 0, count: shape.count), 1)
        for axis in dense.dimensions.indices.reversed() {
            let size = dense.dimensions[axis]
            guard size == 1 || size == shape[missing + axis] else {
                throw OperationError("\(Shape(dense.dimensions)) does not broadcast to \(shape)")
            }
            strides[missing + axis] = size == 1 ? 0 : stride
            stride *= size
        }
        let rows = RowIndexing(count: indices.dimensions[0], depth: shape.count, extents: shape)
        func kernel<Element: NumericElement>(_: Element.Type) -> Kernel {
            Kernel(operationCount: rows.count) { [strides] arguments in
                let (coordinates, values) = (arguments.input(0, as: Int64.self), arguments.input(1, as: Element.self))
                let (other, output) = (arguments.input(3, as: Element.self), arguments.output(0, as: Element.self))
                for position in 0..<rows.count {
                    let offset = try rows.offset(coordinates, at: position, strides: strides)
                    output[position] = Self.combine(values[position], other[offset])
                }
            }
        }
        switch context.inputs[1].dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        case .int32: return kernel(Int32.self)
        case .int64: return kernel(Int64.self)
        case let dtype: return try kernel(dtype.requireNumeric())
        }
    }
}
