public import AdjointCore

/// Rows of several tensors put together by index: row j of tensor i becomes row `indices[i][j]`. TF: `DynamicStitch`.
public struct DynamicStitch: StitchOperation {
    public static let type = "DynamicStitch"
    public static let signature = OperationSignature.stitch

    public init() {}

    public static let gradient = GradientRule<DynamicStitch>.differentiable { _, context in
        context.gradientOfStitch()
    }
}

/// Rows of several tensors put together by index: row j of `data[i]` becomes row `indices[i][j]` of the result, a later
/// one replacing an earlier one; rows that no index names are zero. TF: `tf.dynamic_stitch`.
///
/// - Precondition: There are as many indices as data, and at least one.
public func dynamicStitch(
    indices: [Tensor], data: [Tensor], name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    precondition(!data.isEmpty && indices.count == data.count, "dynamicStitch needs indices for each of its data")
    return data[0].graph.addTensor(
        DynamicStitch(), inputs: indices + data, name: name, site: CreationSite(file, line))
}
