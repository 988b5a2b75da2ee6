public import AdjointCore
import AdjointKernels

/// The elementwise angle of the point (x, y), within -π…π. TF: `Atan2`.
public struct Atan2: BinaryOperation {
    public static let type = "Atan2"
    public static let signature = OperationSignature.binary("y", "x", "z", in: .floatingPoint)
    static let function = BinaryFunction.atan2

    public init() {}

    // d atan2(y, x) = (x dy - y dx) / (x² + y²). TF: `_Atan2Grad`.
    public static let gradient = GradientRule<Atan2>.differentiable { _, context in
        let (y, x) = (context.inputs[0], context.inputs[1])
        return context.afterGradient { gradient in
            let quotient = gradient / (y.squared() + x.squared())
            return context.summingBroadcast(x * quotient, -y * quotient)
        }
    }
}

/// The angle of the point (x, y) seen from the origin, within -π…π, element by element.
///
/// Shapes broadcast. float32, float64. TF: `tf.atan2`.
public func atan2(
    _ y: Tensor, _ x: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    y.applying(Atan2(), with: x, name: name, site: CreationSite(file, line))
}
