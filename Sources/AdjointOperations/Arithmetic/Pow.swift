public import AdjointCore
import AdjointKernels

/// The elementwise power xʸ. TF: `Pow`.
public struct Pow: BinaryOperation {
    public static let type = "Pow"
    public static let signature = OperationSignature.binary(in: .numeric)
    static let function = BinaryFunction.power

    public init() {}

    // d(xʸ) = y·xʸ⁻¹ dx + xʸ·log x dy, the second term taken as 0 where x ≤ 0. TF: `_PowGrad`.
    public static let gradient = GradientRule<Pow>.differentiable { _, context in
        let (x, y) = (context.inputs[0], context.inputs[1])
        let gradient = context.outputGradient()
        let gradientOfX = gradient * y * pow(x, y - 1)
        let isPositive = x .> 0
        // The logarithm is taken of 1 where x is not positive, so that no NaN arises that a product with 0 would keep.
        let logarithm = selectRows(isPositive, then: x, else: x.onesLike()).log()
        let safeLogarithm = selectRows(isPositive, then: logarithm, else: x.zerosLike())
        return context.summingBroadcast(gradientOfX, gradient * context.outputs[0] * safeLogarithm)
    }
}

/// The power xʸ, element by element.
///
/// Shapes broadcast. float32, float64, integers with exponents that are not negative. TF: `tf.pow`.
public func pow(
    _ x: Tensor, _ y: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    x.applying(Pow(), with: y, name: name ?? "Pow", site: CreationSite(file, line))
}

/// The power xʸ, element by element.
///
/// The number is converted to the tensor's element type. TF: `tf.pow`.
public func pow(
    _ x: Tensor, _ y: some TensorScalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    x.applying(Pow(), withConstant: y, name: name ?? "Pow", site: CreationSite(file, line))
}

/// The power xʸ, element by element.
///
/// The number is converted to the tensor's element type. TF: `tf.pow`.
public func pow(
    _ x: some TensorScalar, _ y: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    y.applying(Pow(), toConstant: x, name: name ?? "Pow", site: CreationSite(file, line))
}
