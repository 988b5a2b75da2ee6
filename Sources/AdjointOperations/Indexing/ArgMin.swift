public import AdjointCore

/// The index of the smallest element along an axis. TF: `ArgMin`.
public struct ArgMin: ArgExtremeOperation {
    public static let type = "ArgMin"
    public static let signature = OperationSignature.argExtreme
    public static let attributes: [AttributeKey<ArgMin>] = [.type("output_type", \.dtype)]
    static let isLargest = false

    /// int32 or int64.
    public var dtype = DType.int64

    public init() {}

    /// The op with an element type for its output.
    public init(dtype: DType) { self.dtype = dtype }

    public static let gradient = GradientRule<ArgMin>.stopsGradient(reason: "indices are integers")
}

extension Tensor {
    /// The index of the smallest element along an axis, the first of equal ones. TF: `tf.argmin`.
    ///
    /// NaN is never it unless all are.
    /// - Parameters:
    ///   - axis: The axis, which goes away; negative ones count from the end.
    ///   - dtype: int32 or int64.
    public func argMin(
        axis: some IndexOperand = 0, dtype: DType = .int64, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            ArgMin(dtype: dtype), operands: [.tensor(self), axis.operand("dimension")], name: name,
            site: CreationSite(file, line))
    }
}
