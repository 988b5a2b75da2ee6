internal import CAdjointKernels

extension Gemm {
    /// What a product does to an element after its last fused multiply-add: add the column's bias, then apply the
    /// activation. The result has the bits that the unfused product, bias addition and activation would give.
    public struct Epilogue<Scalar: GemmScalar> {
        /// One number per column of C, or nil to add nothing.
        public var bias: UnsafePointer<Scalar>?

        /// The function applied last.
        public var activation: Activation<Scalar>

        /// An epilogue from its parts.
        public init(bias: UnsafePointer<Scalar>? = nil, activation: Activation<Scalar> = .none) {
            self.bias = bias
            self.activation = activation
        }

        /// The product as it is.
        public static var none: Epilogue { Epilogue() }
    }

    /// A function applied to every element of a product.
    public enum Activation<Scalar: GemmScalar>: Sendable {
        /// The identity.
        case none
        /// x ≤ 0 ? 0 : x, which keeps NaN.
        case relu
        /// x ≤ 0 ? 0 : x > 6 ? 6 : x, which keeps NaN.
        case relu6
        /// Any other function, given as the kernel that replaces `count` numbers by their images. It is called on
        /// pieces of rows, from several threads, and must treat every number alike, wherever it stands.
        case elementwise(@Sendable (_ numbers: UnsafeMutablePointer<Scalar>, _ count: Int) -> Void)

        /// The part that the kernels compute as they store a tile.
        var inTile: adjoint_gemm_activation {
            switch self {
            case .none, .elementwise: ADJOINT_GEMM_IDENTITY
            case .relu: ADJOINT_GEMM_RELU
            case .relu6: ADJOINT_GEMM_RELU6
            }
        }
    }
}
