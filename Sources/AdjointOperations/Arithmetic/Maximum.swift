public import AdjointCore
import AdjointKernels

/// The elementwise larger of x and y; NaN if either is. TF: `Maximum`.
public struct Maximum: BinaryOperation {
    public static let type = "Maximum"
    public static let signature = OperationSignature.binary(in: .numeric)
    static let function = BinaryFunction.maximum

    public init() {}

    // At a tie the gradient goes to x. TF: `_MaximumGrad`.
    public static let gradient = GradientRule<Maximum>.differentiable { _, context in
        context.extremeGradients { $0.isGreaterOrEqual(to: $1) }
    }
}

extension GradientContext {
    /// The gradients of the larger or smaller of x and y: all to x where `isLeftChosen`, else all to y.
    /// TF: `_MaximumMinimumGrad`.
    func extremeGradients(isLeftChosen: (Tensor, Tensor) -> Tensor) -> [Tensor?] {
        let gradient = outputGradient()
        let zeros = gradient.zerosLike()
        let mask = isLeftChosen(inputs[0], inputs[1])
        return summingBroadcast(
            select(mask, then: gradient, else: zeros), select(mask, then: zeros, else: gradient))
    }
}

/// The larger of the two, element by element; NaN if either is.
///
/// Shapes broadcast. Numeric types. TF: `tf.maximum`.
public func maximum(
    _ x: Tensor, _ y: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    x.applying(Maximum(), with: y, name: name ?? "Maximum", site: CreationSite(file, line))
}

/// The larger of the two, element by element; NaN if either is.
///
/// The number is converted to the tensor's element type. TF: `tf.maximum`.
public func maximum(
    _ x: Tensor, _ y: some TensorScalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    x.applying(Maximum(), withConstant: y, name: name ?? "Maximum", site: CreationSite(file, line))
}

/// The larger of the two, element by element; NaN if either is.
///
/// The number is converted to the tensor's element type. TF: `tf.maximum`.
public func maximum(
    _ x: some TensorScalar, _ y: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    y.applying(Maximum(), toConstant: x, name: name ?? "Maximum", site: CreationSite(file, line))
}
