public import AdjointCore

/// The features of one serialized `tf.train.Example`. TF: `ParseSingleExample`, behind `tf.parse_single_example`.
///
/// serialized: a scalar; dense_defaults: what stands for a dense feature that is missing, without elements where it must
/// be there. Sparse features: indices `[count, 1]`, values, shape; dense ones: `shape`.
public struct ParseSingleExample: ExampleParsing {
    public static let type = "ParseSingleExample"
    public static let signature = OperationSignature(
        inputs: [.tensor("serialized", .string), .list("dense_defaults", types: "Tdense")],
        outputs: [
            .list("sparse_indices", .int64, count: "num_sparse"), .list("sparse_values", types: "sparse_types"),
            .list("sparse_shapes", .int64, count: "num_sparse"), .list("dense_values", types: "Tdense"),
        ])
    public static let attributes: [AttributeKey<ParseSingleExample>] = [
        .int("num_sparse", \.settings.sparseCount), .strings("sparse_keys", \.sparseKeys),
        .strings("dense_keys", \.denseKeys), .types("sparse_types", \.settings.sparseTypes),
        .types("Tdense", \.settings.denseTypes), .shapes("dense_shapes", \.settings.denseShapes),
    ]

    var settings = ExampleSettings()
    /// The names of the sparse features.
    public var sparseKeys: [TensorString] = []
    /// The names of the dense features.
    public var denseKeys: [TensorString] = []

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 0, role: "serialized")
        return try settings.outputShapes(batch: .scalar)
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (definition, inputs) = (self, context.inputs)
        return Kernel { arguments in
            let parser = try definition.settings.parser(
                sparse: definition.sparseKeys, dense: definition.denseKeys,
                placeholders: (1..<inputs.count).map { inputs[$0].array(at: arguments.rawInput($0)) })
            let example = arguments.input(0, as: TensorString.self).pointee
            for (index, array) in try parser.parse([example], isBatch: false).enumerated() {
                arguments.setOutput(index, array)
            }
        }
    }
}
