public import AdjointCore
import AdjointKernels

/// The products of the matrices in the last two dimensions, for equal outer dimensions. TF: `BatchMatMul`.
public struct BatchMatMul: BatchMatrixProduct {
    public static let type = "BatchMatMul"
    public static let signature = OperationSignature(
        inputs: [.tensor("x", in: .multipliable), .tensor("y", in: .multipliable)], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<BatchMatMul>] = [
        .bool("adj_x", \.transposeX), .bool("adj_y", \.transposeY),
    ]
    static let isBroadcasting = false

    /// Whether the matrices of `x` are transposed before multiplying.
    public var transposeX = false
    /// Whether the matrices of `y` are transposed before multiplying.
    public var transposeY = false

    public init() {}

    // TF: `_BatchMatMul`.
    public static let gradient = GradientRule<BatchMatMul>.differentiable { definition, context in
        definition.factorGradients(context)
    }
}
