public import AdjointCore
import AdjointKernels

/// The elementwise quotient x / y rounded toward -∞. TF: `FloorDiv`.
public struct FloorDiv: BinaryOperation {
    public static let type = "FloorDiv"
    public static let signature = OperationSignature.binary(in: .numeric)
    static let function = BinaryFunction.floorDivide

    public init() {}

    public static let gradient = GradientRule<FloorDiv>.stopsGradient(
        reason: "a rounded quotient is constant between its steps")
}

extension Tensor {
    /// The quotient rounded toward -∞, as Python's `//`.
    ///
    /// Shapes broadcast. Numeric types. TF: `tf.floordiv`.
    public func floorDivided(
        by other: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(FloorDiv(), with: other, name: name ?? "floordiv", site: CreationSite(file, line))
    }

    /// The quotient rounded toward -∞, as Python's `//`.
    ///
    /// The number is converted to the tensor's element type. TF: `tf.floordiv`.
    public func floorDivided(
        by scalar: some TensorScalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(FloorDiv(), withConstant: scalar, name: name ?? "floordiv", site: CreationSite(file, line))
    }
}
