public import AdjointCore
import AdjointKernels

/// The product of two matrices, of which TensorFlow was told that they hold many zeros. TF: `SparseMatMul`.
///
/// Here it is a product like any other.
public struct SparseMatMul: OperationDefinition {
    public static let type = "SparseMatMul"
    public static let signature = OperationSignature(
        inputs: [.tensor("a", "Ta", in: DTypeSet(.float32)), .tensor("b", "Tb", in: DTypeSet(.float32))],
        outputs: [.tensor("product", .float32)])
    public static let attributes: [AttributeKey<SparseMatMul>] = [
        .bool("transpose_a", \.product.transposeA), .bool("transpose_b", \.product.transposeB),
        .bool("a_is_sparse", \.isLeftSparse), .bool("b_is_sparse", \.isRightSparse),
    ]

    /// The product.
    var product = MatMul()
    /// Kept for TensorFlow: whether the left matrix holds many zeros.
    public var isLeftSparse = false
    /// Kept for TensorFlow: whether the right matrix holds many zeros.
    public var isRightSparse = false

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { try product.inferShapes(context) }

    // TF: `_SparseMatMulGrad`.
    public static let gradient = GradientRule<SparseMatMul>.differentiable { definition, context in
        guard case .differentiable(let rule) = MatMul.gradient else { return [nil, nil] }
        return rule(definition.product, context)
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { try product.bind(context) }
}
