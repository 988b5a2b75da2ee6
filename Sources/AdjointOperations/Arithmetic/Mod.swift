public import AdjointCore
import AdjointKernels

/// The remainder of x / y rounded toward zero, as older graphs spell it. TF: `Mod`.
public struct Mod: BinaryOperation {
    public static let type = "Mod"
    public static let signature = OperationSignature.binary(in: .numeric)
    static let function = BinaryFunction.truncateModulo

    public init() {}

    public static let gradient = GradientRule<Mod>.notDifferentiable(
        reason: "TensorFlow defines none for it; FloorMod has one")
}
