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

        /// Applies the epilogue to one row of sums.
        func apply(to row: UnsafeMutablePointer<Scalar>, count: Int) {
            if let bias {
                for column in 0..<count { row[column] += bias[column] }
            }
            switch activation {
            case .none: break
            case .relu: for column in 0..<count { row[column] = row[column] < 0 ? 0 : row[column] }
            case .relu6:
                for column in 0..<count { row[column] = row[column] < 0 ? 0 : row[column] > 6 ? 6 : row[column] }
            case .elementwise(let function): function(row, count)
            }
        }
    }

    /// A function applied to every element of a product.
    public enum Activation<Scalar: GemmScalar>: Sendable {
        /// The identity.
        case none
        /// max(x, 0); NaN and -0 stay.
        case relu
        /// min(max(x, 0), 6); NaN and -0 stay.
        case relu6
        /// Any other function, given as the kernel that replaces `count` numbers by their images. It is called on
        /// pieces of rows, from several threads, and must treat every number alike, wherever it stands.
        case elementwise(@Sendable (_ numbers: UnsafeMutablePointer<Scalar>, _ count: Int) -> Void)
    }
}
