public import AdjointCore
import AdjointKernels

/// True where x is false, elementwise. TF: `LogicalNot`.
public struct LogicalNot: OperationDefinition {
    public static let type = "LogicalNot"
    public static let signature = OperationSignature(inputs: [.tensor("x", .bool)], outputs: [.tensor("y", .bool)])

    public init() {}

    public var traits: OperationTraits { .elementwise(inputs: 1) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public static let gradient = GradientRule<LogicalNot>.stopsGradient(reason: "its output is boolean")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let count = context.outputs[0].count
        return Kernel(operationCount: count) { arguments in
            Elementwise.not(
                arguments.rawInput(0), to: arguments.rawOutput(0), count: count, workers: arguments.workers)
        }
    }
}

extension Tensor {
    /// True where the element is false.
    ///
    /// Booleans. TF: `tf.logical_not`.
    public func logicalNot(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(LogicalNot(), name: name, file: file, line: line)
    }

    /// True where exactly one of the two is true: (x ∨ y) ∧ ¬(x ∧ y), as TensorFlow builds it.
    ///
    /// Shapes broadcast. Booleans. TF: `tf.logical_xor`.
    public func logicalXor(
        _ other: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let either = logicalOr(other, file: file, line: line)
        let notBoth = logicalAnd(other, file: file, line: line).logicalNot(file: file, line: line)
        return either.logicalAnd(notBoth, name: name ?? "LogicalXor", file: file, line: line)
    }
}
