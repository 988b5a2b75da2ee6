public import AdjointCore
import AdjointKernels

/// The remainder of x / y rounded toward zero, of the dividend's sign, as C's `%`. TF: `TruncateMod`.
public struct TruncateMod: BinaryOperation {
    public static let type = "TruncateMod"
    public static let signature = OperationSignature.binary(in: .numeric)
    static let function = BinaryFunction.truncateModulo

    public init() {}

    public static let gradient = GradientRule<TruncateMod>.notDifferentiable(
        reason: "TensorFlow defines none for it; FloorMod has one")
}

extension Tensor {
    /// The remainder of the division rounded toward zero, as C's `%` and `fmod`: its sign is the dividend's.
    ///
    /// Shapes broadcast. Numeric types. TF: `tf.truncatemod`.
    public func truncatingRemainder(
        dividingBy other: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(TruncateMod(), with: other, name: name ?? "TruncateMod", site: CreationSite(file, line))
    }

    /// The remainder of the division rounded toward zero, as C's `%` and `fmod`: its sign is the dividend's.
    ///
    /// The number is converted to the tensor's element type. TF: `tf.truncatemod`.
    public func truncatingRemainder(
        dividingBy scalar: some TensorScalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(TruncateMod(), withConstant: scalar, name: name ?? "TruncateMod", site: CreationSite(file, line))
    }
}
