public import AdjointCore
import AdjointKernels

/// Whether both are true, elementwise. TF: `LogicalAnd`.
public struct LogicalAnd: ComparisonOperation {
    public static let type = "LogicalAnd"
    public static let signature = OperationSignature(
        inputs: [.tensor("x", .bool), .tensor("y", .bool)], outputs: [.tensor("z", .bool)])
    static let function = Comparison.and

    public init() {}

    public static let gradient = GradientRule<LogicalAnd>.stopsGradient(reason: "its output is boolean")
}

extension Tensor {
    /// Whether both are true, elementwise.
    ///
    /// Shapes broadcast. Booleans. TF: `tf.logical_and`.
    public func logicalAnd(
        _ other: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(LogicalAnd(), with: other, name: name, site: CreationSite(file, line))
    }
}
