import AdjointCore
import AdjointKernels

extension Gemm.Activation {
    /// An elementwise function as the last thing that a product does to an element.
    init(_ function: UnaryFunction?, alpha: Float, _ dtype: DType) {
        switch function {
        case nil: self = .none
        case .relu?: self = .relu
        case .relu6?: self = .relu6
        case let function?:
            let (type, alpha) = (dtype == .float32 ? ElementType.float32 : .float64, Double(alpha))
            self = .elementwise { numbers, count in
                Elementwise.apply(function, type, numbers, to: numbers, count: count, alpha: alpha, workers: .serial)
            }
        }
    }
}
