import AdjointCore
import AdjointKernels

/// Writes one value to every element of a tensor, planned once.
struct FillPlan: Sendable {
    private let value: NDArray
    private let copy: ViewCopy

    /// Fills an operand with a scalar, zero (`false`, the empty string) by default.
    init(_ operand: BindingContext.Operand, with scalar: NDArray? = nil) {
        value = scalar ?? NDArray(zeros: operand.dtype, dimensions: [])
        copy = ViewCopy(operand.dtype, extents: [operand.count], sourceStrides: [0], targetStrides: [1])
    }

    /// Fills memory of the operand's size.
    func run(_ target: UnsafeMutableRawPointer, workers: WorkerPool) {
        value.withUnsafeBytes { copy.run(from: $0.baseAddress!, to: target, workers: workers) }
    }
}
