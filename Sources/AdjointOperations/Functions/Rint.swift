public import AdjointCore
import AdjointKernels

/// The elementwise nearest integer, the even one on ties. TF: `Rint`.
public struct Rint: UnaryOperation {
    public static let type = "Rint"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.round

    public init() {}

    public static let gradient = GradientRule<Rint>.stopsGradient(reason: "it is constant between its steps")
}

extension Tensor {
    /// The nearest integer to each element, the even one on ties.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.rint`.
    public func rint(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Rint(), name: name, file: file, line: line)
    }
}
