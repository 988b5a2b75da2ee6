public import AdjointCore
import AdjointKernels

/// The elementwise sign: -1, 0 or 1; NaN for NaN. TF: `Sign`.
public struct Sign: UnaryOperation {
    public static let type = "Sign"
    public static let signature = OperationSignature.unary(in: .numeric)
    static let function = UnaryFunction.sign

    public init() {}

    public static let gradient = GradientRule<Sign>.differentiable { _, context in
        [context.inputs[0].zerosLike()]
    }
}

extension Tensor {
    /// The sign of each element: -1, 0 or 1; NaN for NaN.
    ///
    /// Shape and element type stay; numeric types. TF: `tf.sign`.
    public func sign(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Sign(), name: name, file: file, line: line)
    }
}
