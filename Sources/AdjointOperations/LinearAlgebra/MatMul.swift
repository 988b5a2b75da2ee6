public import AdjointCore
import AdjointKernels

/// The product of two matrices, either transposed first. TF: `MatMul`.
public struct MatMul: OperationDefinition {
    public static let type = "MatMul"
    public static let signature = OperationSignature(
        inputs: [.tensor("a", in: .multipliable), .tensor("b", in: .multipliable)], outputs: [.tensor("product")])
    public static let attributes: [AttributeKey<MatMul>] = [
        .bool("transpose_a", \.transposeA), .bool("transpose_b", \.transposeB),
    ]

    /// Whether `a` is transposed before multiplying.
    public var transposeA = false
    /// Whether `b` is transposed before multiplying.
    public var transposeB = false

    public init() {}

    /// A product with the given transpositions.
    public init(transposeA: Bool, transposeB: Bool) {
        self.transposeA = transposeA
        self.transposeB = transposeB
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let (a, b) = (context.shape(0), context.shape(1))
        guard a.isCompatible(withRank: 2), b.isCompatible(withRank: 2) else {
            throw OperationError("both operands must be matrices: \(a) × \(b)")
        }
        let (rows, inner) = transposeA ? (a[1], a[0]) : (a[0], a[1])
        let (otherInner, columns) = transposeB ? (b[1], b[0]) : (b[0], b[1])
        if let inner, let otherInner, inner != otherInner {
            let note = transposeA || transposeB ? " (after transposing)" : ""
            throw OperationError(
                "inner dimensions differ: \(Shape([rows, inner] as [Int?])) × \(Shape([otherInner, columns] as [Int?]))\(note)."
            )
        }
        return [[rows, columns]]
    }

    // With C = op(A)·op(B): each factor's gradient is again one product, with the transposition chosen so that no
    // transpose op is needed. TF: `_MatMulGrad`.
    public static let gradient = GradientRule<MatMul>.differentiable { definition, context in
        let gradient = context.outputGradient()
        let (a, b) = (context.inputs[0], context.inputs[1])
        func product(_ left: Tensor, _ right: Tensor, _ transposeLeft: Bool, _ transposeRight: Bool, _ name: String)
            -> Tensor
        {
            left.multiplied(
                byMatrix: right, transposingLeft: transposeLeft, transposingRight: transposeRight, name: name)
        }
        switch (definition.transposeA, definition.transposeB) {
        case (false, false):
            return [product(gradient, b, false, true, "MatMul"), product(a, gradient, true, false, "MatMul_1")]
        case (false, true):
            return [product(gradient, b, false, false, "MatMul"), product(gradient, a, true, false, "MatMul_1")]
        case (true, false):
            return [product(b, gradient, false, true, "MatMul"), product(a, gradient, false, false, "MatMul_1")]
        case (true, true):
            return [product(b, gradient, true, true, "MatMul"), product(gradient, a, true, true, "MatMul_1")]
        }
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        switch context.inputs[0].dtype {
        case .float32: kernel(Float.self, context)
        case .float64: kernel(Double.self, context)
        case .int32: integerKernel(Int32.self, context)
        case .int64: integerKernel(Int64.self, context)
        default: throw OperationError.noKernel(for: context.inputs[0].dtype)
        }
    }

    private func integerKernel<Scalar: FixedWidthInteger & Sendable>(
        _: Scalar.Type, _ context: borrowing BindingContext
    ) -> Kernel {
        let product = IntegerMatrixProduct(
            context.inputs[0].dimensions, context.inputs[1].dimensions, transposeA: transposeA, transposeB: transposeB)
        return Kernel(operationCount: product.operationCount) { arguments in
            product.multiply(arguments.input(0, as: Scalar.self), arguments.input(1), into: arguments.output(0))
        }
    }

    private func kernel<Scalar: GemmScalar>(_: Scalar.Type, _ context: borrowing BindingContext) -> Kernel {
        let (a, b) = (context.inputs[0].dimensions, context.inputs[1].dimensions)
        let (rows, depth) = transposeA ? (a[1], a[0]) : (a[0], a[1])
        let columns = transposeB ? b[0] : b[1]
        let (transposeA, transposeB) = (transposeA, transposeB)
        return Kernel(operationCount: Gemm.operationCount(rows: rows, columns: columns, depth: depth)) { arguments in
            Gemm.multiply(
                transposeA: transposeA, transposeB: transposeB, rows: rows, columns: columns, depth: depth,
                a: arguments.input(0, as: Scalar.self), aStride: a[1], b: arguments.input(1), bStride: b[1],
                into: arguments.output(0), cStride: columns, workers: arguments.workers)
        }
    }
}

extension Tensor {
    /// The matrix product `op(self) · op(other)`, where `op` transposes if asked to. TF: `tf.matmul` of matrices.
    ///
    /// self: `[rows, inner]`, other: `[inner, columns]` (before transposing the other way round); floating-point, int32
    /// or int64.
    public func multiplied(
        byMatrix other: Tensor, transposingLeft: Bool = false, transposingRight: Bool = false, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(
            MatMul(transposeA: transposingLeft, transposeB: transposingRight), with: other, name: name,
            site: CreationSite(file, line))
    }
}
