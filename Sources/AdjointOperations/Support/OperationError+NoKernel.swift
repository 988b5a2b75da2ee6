import AdjointCore

extension OperationError {
    /// An op is defined for an element type, and nothing here computes it.
    static func noKernel(for dtype: DType) -> OperationError {
        OperationError("there is no kernel for \(dtype.name); cast to another element type, such as float32")
    }
}
