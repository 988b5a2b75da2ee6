public import AdjointCore
import AdjointKernels

/// Whether either or both are true, elementwise. TF: `LogicalOr`.
public struct LogicalOr: ComparisonOperation {
    public static let type = "LogicalOr"
    public static let signature = OperationSignature(
        inputs: [.tensor("x", .bool), .tensor("y", .bool)], outputs: [.tensor("z", .bool)])
    static let function = Comparison.or

    public init() {}

    public static let gradient = GradientRule<LogicalOr>.stopsGradient(reason: "its output is boolean")
}

extension Tensor {
    /// Whether either or both are true, elementwise.
    ///
    /// Shapes broadcast. Booleans. TF: `tf.logical_or`.
    public func logicalOr(
        _ other: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(LogicalOr(), with: other, name: name, site: CreationSite(file, line))
    }
}
