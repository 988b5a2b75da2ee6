public import AdjointCore
import AdjointKernels

/// The elementwise nearest integer, the even one on ties; integers stay as they are. TF: `Round`.
public struct Round: UnaryOperation {
    public static let type = "Round"
    public static let signature = OperationSignature.unary(in: .numeric)
    static let function = UnaryFunction.round

    public init() {}

    public static let gradient = GradientRule<Round>.stopsGradient(reason: "it is constant between its steps")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard context.inputs[0].dtype.isInteger else { return try bindFunction(context) }
        let byteCount = context.inputs[0].count * context.inputs[0].dtype.byteCount
        return Kernel { arguments in
            if byteCount > 0, arguments.rawOutput(0) != arguments.rawInput(0) {
                arguments.rawOutput(0).copyMemory(from: arguments.rawInput(0), byteCount: byteCount)
            }
        }
    }
}

extension Tensor {
    /// The nearest integer to each element, the even one on ties.
    ///
    /// Shape and element type stay; numeric types. TF: `tf.round`.
    public func rounded(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        // tf.round of integers is the tensor itself.
        isValid && dtype.isInteger ? self : applying(Round(), name: name, file: file, line: line)
    }
}
