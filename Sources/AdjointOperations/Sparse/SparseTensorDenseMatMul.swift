public import AdjointCore

/// The product of a sparse matrix and a dense one. TF: `SparseTensorDenseMatMul`.
///
/// a_indices: `[n, 2]` in any order; a_values: `[n]`; a_shape: `[2]`; b: `[inner, columns]` (each before its adjoint is
/// taken); float32 or float64. An index out of range is an error of the run.
public struct SparseTensorDenseMatMul: OperationDefinition {
    public static let type = "SparseTensorDenseMatMul"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("a_indices", "Tindices", in: .index), .tensor("a_values", in: .real), .tensor("a_shape", .int64),
            .tensor("b", in: .real),
        ], outputs: [.tensor("product")])
    public static let attributes: [AttributeKey<SparseTensorDenseMatMul>] = [
        .bool("adjoint_a", \.adjointA), .bool("adjoint_b", \.adjointB),
    ]

    /// Whether the sparse matrix is transposed.
    public var adjointA = false
    /// Whether the dense matrix is transposed.
    public var adjointB = false

    public init() {}

    /// A product of transposed factors or not.
    public init(adjointA: Bool, adjointB: Bool) {
        self.adjointA = adjointA
        self.adjointB = adjointB
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let b = try context.shape(3, rank: 2, role: "b")
        let a = context.partialShape(2).merged(with: Shape(rank: 2)) ?? Shape(rank: 2)
        guard Shape([a[adjointA ? 0 : 1]]).isCompatible(with: Shape([b[adjointB ? 1 : 0]])) else {
            throw OperationError("inner dimensions differ: \(a) × \(b)")
        }
        return [Shape([a[adjointA ? 1 : 0], b[adjointB ? 0 : 1]])]
    }

    // dA = dC·Bᵀ at A's places; dB = Aᵀ·dC. TF: `_SparseTensorDenseMatMulGrad`.
    public static let gradient = GradientRule<SparseTensorDenseMatMul>.differentiable { definition, context in
        let (indices, values, shape, b) = (context.inputs[0], context.inputs[1], context.inputs[2], context.inputs[3])
        let gradient = context.outputGradient()
        let product = context.graph.addTensor(
            SparseTensorDenseMatMul(adjointA: !definition.adjointA, adjointB: false),
            inputs: [indices, values, shape, gradient])
        let (rows, columns) = (indices[.all, 0], indices[.all, 1])
        let left = gradient.gathered(at: definition.adjointA ? columns : rows)
        let right = (definition.adjointB ? b.transposed() : b).gathered(at: definition.adjointA ? rows : columns)
        return [nil, (left * right).sum(axes: [1]), nil, definition.adjointB ? product.transposed() : product]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (indices, output, b) = (context.inputs[0], context.outputs[0], context.inputs[3])
        guard indices.dimensions.count == 2, indices.dimensions[1] == 2,
            context.inputs[1].dimensions == [indices.dimensions[0]]
        else { throw OperationError("a_indices must be [n, 2] for n values, not \(Shape(indices.dimensions))") }
        let inner = b.dimensions[adjointB ? 1 : 0]
        let (rowCount, columns) = (output.dimensions[0], output.dimensions[1])
        let extents = adjointA ? [inner, rowCount] : [rowCount, inner]
        let rows = RowIndexing(count: indices.dimensions[0], depth: 2, extents: extents)
        let (isTransposed, bStride, adjointB) = (adjointA, b.dimensions[1], adjointB)
        func kernel<Element: RealElement, Index: FixedWidthInteger & Sendable>(
            _: Element.Type, _: Index.Type
        ) -> Kernel {
            Kernel(operationCount: 2 * rows.count * columns) { arguments in
                let (coordinates, values) = (arguments.input(0, as: Index.self), arguments.input(1, as: Element.self))
                let (dense, product) = (arguments.input(3, as: Element.self), arguments.output(0, as: Element.self))
                product.initialize(repeating: 0, count: rowCount * columns)
                for position in 0..<rows.count {
                    let flat = try rows.row(coordinates, at: position) ?? 0
                    let (first, second) = (flat / extents[1], flat % extents[1])
                    let (row, middle) = isTransposed ? (second, first) : (first, second)
                    let target = product + row * columns
                    for column in 0..<columns {
                        let factor = adjointB ? dense[column * bStride + middle] : dense[middle * bStride + column]
                        target[column] += values[position] * factor
                    }
                }
            }
        }
        func kernel<Element: RealElement>(_: Element.Type) -> Kernel {
            indices.dtype == .int32 ? kernel(Element.self, Int32.self) : kernel(Element.self, Int64.self)
        }
        switch output.dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }
}
