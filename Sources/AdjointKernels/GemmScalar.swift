internal import CAdjointKernels

/// An element type that ``Gemm`` multiplies: `Float` or `Double`.
public protocol GemmScalar: BinaryFloatingPoint, Sendable {}

extension Float: GemmScalar {}
extension Double: GemmScalar {}

extension KernelTable {
    /// The matrix product's kernel for an element type.
    func gemmKernel<Scalar: GemmScalar>(for scalar: Scalar.Type) -> adjoint_gemm_kernel {
        let isFloat = scalar == Float.self
        #if arch(x86_64)
            switch instructionSet {
            case .avx512: return isFloat ? adjoint_gemm_f32_avx512 : adjoint_gemm_f64_avx512
            case .avx2: return isFloat ? adjoint_gemm_f32_avx2 : adjoint_gemm_f64_avx2
            case .neon, .portable: break
            }
        #elseif arch(arm64)
            if instructionSet == .neon { return isFloat ? adjoint_gemm_f32_neon : adjoint_gemm_f64_neon }
        #endif
        return isFloat ? adjoint_gemm_f32_portable : adjoint_gemm_f64_portable
    }
}
