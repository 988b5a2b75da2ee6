public import AdjointCore
import AdjointKernels

/// The elementwise quotient x / y, or 0 where y is 0. TF: `DivNoNan`.
public struct DivNoNan: BinaryOperation {
    public static let type = "DivNoNan"
    public static let signature = OperationSignature.binary(in: .floatingPoint)
    static let function = BinaryFunction.divideNoNaN

    public init() {}

    public static let gradient = GradientRule<DivNoNan>.differentiable { _, context in
        context.quotientGradients { $0.dividedNoNaN(by: $1) }
    }
}

extension Tensor {
    /// The quotient of the two tensors, element by element, 0 where the divisor is 0 whatever the dividend.
    ///
    /// Shapes broadcast. float32, float64. TF: `tf.math.divide_no_nan`.
    public func dividedNoNaN(
        by other: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(DivNoNan(), with: other, name: name ?? "div_no_nan", site: CreationSite(file, line))
    }
}
