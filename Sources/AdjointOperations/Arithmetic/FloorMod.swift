public import AdjointCore
import AdjointKernels

/// The remainder of x / y rounded toward -∞, of the divisor's sign. TF: `FloorMod`.
public struct FloorMod: BinaryOperation {
    public static let type = "FloorMod"
    public static let signature = OperationSignature.binary(in: .numeric)
    static let function = BinaryFunction.floorModulo

    public init() {}

    // x mod y = x - y·⌊x/y⌋, and the quotient is constant almost everywhere. TF: `_FloorModGrad`.
    public static let gradient = GradientRule<FloorMod>.differentiable { _, context in
        let (x, y) = (context.inputs[0], context.inputs[1])
        let gradient = context.outputGradient()
        let quotient = x.floorDivided(by: y, name: "FloorDiv")
        return context.summingBroadcast(gradient, gradient * -quotient)
    }
}

extension Tensor {
    /// The remainder of the division rounded toward -∞, as Python's `%`: its sign is the divisor's.
    ///
    /// Shapes broadcast. Numeric types. TF: `tf.floormod`.
    public func modulo(
        _ other: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(FloorMod(), with: other, name: name ?? "FloorMod", site: CreationSite(file, line))
    }

    /// The remainder of the division rounded toward -∞, as Python's `%`: its sign is the divisor's.
    ///
    /// The number is converted to the tensor's element type. TF: `tf.floormod`.
    public func modulo(
        _ scalar: some TensorScalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(FloorMod(), withConstant: scalar, name: name ?? "FloorMod", site: CreationSite(file, line))
    }

    /// The remainder with the divisor's sign. TF: the operator `%`.
    public static func % (left: Tensor, right: Tensor) -> Tensor {
        left.applying(FloorMod(), with: right, name: "mod", site: nil)
    }

    /// The remainder with the divisor's sign. The number is converted to the tensor's element type.
    public static func % (left: Tensor, right: some TensorScalar) -> Tensor {
        left.applying(FloorMod(), withConstant: right, name: "mod")
    }

    /// The remainder with the divisor's sign. The number is converted to the tensor's element type.
    public static func % (left: some TensorScalar, right: Tensor) -> Tensor {
        right.applying(FloorMod(), toConstant: left, name: "mod")
    }
}
