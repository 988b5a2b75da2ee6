public import AdjointCore
import AdjointKernels

/// The elementwise smallest integer not below x. TF: `Ceil`.
public struct Ceil: UnaryOperation {
    public static let type = "Ceil"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.ceil

    public init() {}

    public static let gradient = GradientRule<Ceil>.stopsGradient(reason: "it is constant between its steps")
}

extension Tensor {
    /// The smallest integer not below each element.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.ceil`.
    public func ceil(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Ceil(), name: name, file: file, line: line)
    }
}
