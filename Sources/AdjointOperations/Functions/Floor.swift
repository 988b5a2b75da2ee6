public import AdjointCore
import AdjointKernels

/// The elementwise largest integer not above x. TF: `Floor`.
public struct Floor: UnaryOperation {
    public static let type = "Floor"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.floor

    public init() {}

    public static let gradient = GradientRule<Floor>.stopsGradient(reason: "it is constant between its steps")
}

extension Tensor {
    /// The largest integer not above each element.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.floor`.
    public func floor(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Floor(), name: name, file: file, line: line)
    }
}
