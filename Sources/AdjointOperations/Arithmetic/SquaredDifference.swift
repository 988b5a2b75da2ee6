public import AdjointCore
import AdjointKernels

/// The elementwise (x - y)². TF: `SquaredDifference`.
public struct SquaredDifference: BinaryOperation {
    public static let type = "SquaredDifference"
    public static let signature = OperationSignature.binary(in: .numeric)
    static let function = BinaryFunction.squaredDifference

    public init() {}

    // d(x - y)² = 2·(x - y)·(dx - dy). TF: `_SquaredDifferenceGrad`.
    public static let gradient = GradientRule<SquaredDifference>.differentiable { _, context in
        let (x, y) = (context.inputs[0], context.inputs[1])
        let gradients = context.afterGradient { gradient in
            let two = context.graph.constant(NDArray(2, dtype: gradient.dtype), name: "scalar")
            return [two.multiplied(by: gradient) * (x - y)]
        }
        guard let gradientOfX = gradients[0] else { return [nil, nil] }
        let gradientOfY = -gradientOfX
        return context.isShapeKnownAndCommon
            ? [gradientOfX, gradientOfY] : context.summingBroadcast(gradientOfX, gradientOfY)
    }
}

/// The square of the difference, (x - y)², element by element.
///
/// Shapes broadcast. Numeric types. TF: `tf.squared_difference`.
public func squaredDifference(
    _ x: Tensor, _ y: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    x.applying(SquaredDifference(), with: y, name: name, site: CreationSite(file, line))
}
