public import AdjointCore
import AdjointKernels

/// The elementwise smaller of x and y; NaN if either is. TF: `Minimum`.
public struct Minimum: BinaryOperation {
    public static let type = "Minimum"
    public static let signature = OperationSignature.binary(in: .numeric)
    static let function = BinaryFunction.minimum

    public init() {}

    // At a tie the gradient goes to x. TF: `_MinimumGrad`.
    public static let gradient = GradientRule<Minimum>.differentiable { _, context in
        context.extremeGradients { $0.isLessOrEqual(to: $1) }
    }
}

/// The smaller of the two, element by element; NaN if either is.
///
/// Shapes broadcast. Numeric types. TF: `tf.minimum`.
public func minimum(
    _ x: Tensor, _ y: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    x.applying(Minimum(), with: y, name: name ?? "Minimum", site: CreationSite(file, line))
}

/// The smaller of the two, element by element; NaN if either is.
///
/// The number is converted to the tensor's element type. TF: `tf.minimum`.
public func minimum(
    _ x: Tensor, _ y: some TensorScalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    x.applying(Minimum(), withConstant: y, name: name ?? "Minimum", site: CreationSite(file, line))
}

/// The smaller of the two, element by element; NaN if either is.
///
/// The number is converted to the tensor's element type. TF: `tf.minimum`.
public func minimum(
    _ x: some TensorScalar, _ y: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    y.applying(Minimum(), toConstant: x, name: name ?? "Minimum", site: CreationSite(file, line))
}
