public import AdjointCore
import AdjointKernels

/// The elementwise tangent. TF: `Tan`.
public struct Tan: UnaryOperation {
    public static let type = "Tan"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.tan

    public init() {}

    // d tan x = dx / cos² x.
    public static let gradient = GradientRule<Tan>.differentiable { _, context in
        context.afterGradient { gradient in
            let secant = context.inputs[0].cos().reciprocal()
            return [secant.squared() * gradient]
        }
    }
}

extension Tensor {
    /// The tangent of each element, in radians.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.tan`.
    public func tan(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Tan(), name: name, file: file, line: line)
    }
}
