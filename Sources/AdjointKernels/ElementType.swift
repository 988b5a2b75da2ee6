import CAdjointKernels

/// The element types that kernels read and write.
///
/// `float16` and `bfloat16` are storage formats: they can be copied, selected and converted, not computed with.
public enum ElementType: UInt32, Sendable, Hashable, CaseIterable {
    /// One byte that holds 0 or 1.
    case bool
    /// 8-bit signed integer.
    case int8
    /// 8-bit unsigned integer.
    case uint8
    /// 16-bit signed integer.
    case int16
    /// 16-bit unsigned integer.
    case uint16
    /// 32-bit signed integer.
    case int32
    /// 32-bit unsigned integer.
    case uint32
    /// 64-bit signed integer.
    case int64
    /// 64-bit unsigned integer.
    case uint64
    /// IEEE 754 half precision.
    case float16
    /// The upper half of a `float32`.
    case bfloat16
    /// IEEE 754 single precision.
    case float32
    /// IEEE 754 double precision.
    case float64

    /// The bytes that one element takes.
    public var byteCount: Int {
        switch self {
        case .bool, .int8, .uint8: 1
        case .int16, .uint16, .float16, .bfloat16: 2
        case .int32, .uint32, .float32: 4
        case .int64, .uint64, .float64: 8
        }
    }

    /// Whether this is `float32` or `float64`, the types with vector kernels.
    public var isComputableFloat: Bool { self == .float32 || self == .float64 }

    var cType: adjoint_type { adjoint_type(rawValue: rawValue) }
}

extension KernelTable {
    /// The variant of the vector kernels; on 64-bit Arm the portable one is compiled to Advanced SIMD.
    var vectorISA: adjoint_vector_isa {
        switch instructionSet {
        case .portable, .neon: ADJOINT_VECTOR_PORTABLE
        case .avx2: ADJOINT_VECTOR_AVX2
        case .avx512: ADJOINT_VECTOR_AVX512
        }
    }
}
