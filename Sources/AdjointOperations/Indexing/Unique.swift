public import AdjointCore

/// The distinct elements of a vector in the order of their first occurrence, and for each element which one it is. TF: `Unique`.
public struct Unique: DistinctElements {
    public static let type = "Unique"
    public static let signature = OperationSignature.distinct(hasAxis: false, hasCounts: false)
    public static let attributes: [AttributeKey<Unique>] = indexAttributes

    /// The element type of the positions: int32 or int64.
    public var indexType = DType.int32

    public init() {}
}

extension Tensor {
    /// The distinct elements of this vector in the order of their first occurrence, and for each element which of them it
    /// is. TF: `tf.unique`.
    public func unique(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> (values: Tensor, indices: Tensor) {
        let outputs = graph.addTensors(
            Unique(), inputs: [self], count: 2, name: name, site: CreationSite(file, line))
        return (outputs[0], outputs[1])
    }
}
