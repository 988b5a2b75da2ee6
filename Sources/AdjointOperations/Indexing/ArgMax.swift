public import AdjointCore

/// The index of the largest element along an axis. TF: `ArgMax`.
public struct ArgMax: ArgExtremeOperation {
    public static let type = "ArgMax"
    public static let signature = OperationSignature.argExtreme
    public static let attributes: [AttributeKey<ArgMax>] = [.type("output_type", \.dtype)]
    static let isLargest = true

    /// int32 or int64.
    public var dtype = DType.int64

    public init() {}

    /// The op with an element type for its output.
    public init(dtype: DType) { self.dtype = dtype }

    public static let gradient = GradientRule<ArgMax>.stopsGradient(reason: "indices are integers")
}

extension Tensor {
    /// The index of the largest element along an axis, the first of equal ones. TF: `tf.argmax`.
    ///
    /// NaN is never it unless all are.
    /// - Parameters:
    ///   - axis: The axis, which goes away; negative ones count from the end.
    ///   - dtype: int32 or int64.
    public func argMax(
        axis: some IndexOperand = 0, dtype: DType = .int64, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            ArgMax(dtype: dtype), operands: [.tensor(self), axis.operand("dimension")], name: name,
            site: CreationSite(file, line))
    }
}
