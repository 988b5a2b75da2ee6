public import AdjointCore

/// The features of a batch of serialized `tf.train.Example`s, or of one. TF: `ParseExampleV2`, behind
/// `tf.io.parse_example`.
///
/// serialized: a vector of strings, or a scalar; names: what errors call them, as many or none; sparse_keys, dense_keys,
/// ragged_keys: vectors; dense_defaults: what an example has that lacks a dense feature, without elements where it must
/// be there. Results as those of ``ParseExample``, without dimensions for the batch if it is a scalar; ragged features:
/// values, and where each example's begin. One example alone has no ragged features here.
public struct ParseExampleV2: ExampleParsing {
    public static let type = "ParseExampleV2"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("serialized", .string), .tensor("names", .string), .tensor("sparse_keys", .string),
            .tensor("dense_keys", .string), .tensor("ragged_keys", .string),
            .list("dense_defaults", types: "Tdense"),
        ],
        outputs: [
            .list("sparse_indices", .int64, count: "num_sparse"), .list("sparse_values", types: "sparse_types"),
            .list("sparse_shapes", .int64, count: "num_sparse"), .list("dense_values", types: "Tdense"),
            .list("ragged_values", types: "ragged_value_types"),
            .list("ragged_row_splits", types: "ragged_split_types"),
        ])
    public static let attributes: [AttributeKey<ParseExampleV2>] = [
        .int("num_sparse", \.settings.sparseCount), .types("sparse_types", \.settings.sparseTypes),
        .types("Tdense", \.settings.denseTypes), .shapes("dense_shapes", \.settings.denseShapes),
        .types("ragged_value_types", \.settings.raggedTypes), .types("ragged_split_types", \.settings.splitTypes),
    ]

    var settings = ExampleSettings()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let batch = context.shape(0)
        guard batch.rank ?? 0 <= 1 else {
            throw OperationError("serialized must be a scalar or a vector, not of shape \(batch)")
        }
        for index in 2...4 { _ = try context.shape(index, rank: 1, role: "keys") }
        guard settings.raggedTypes.isEmpty || batch.rank != 0 else {
            throw OperationError("one example alone has no ragged features here; parse a vector of one")
        }
        return try settings.outputShapes(batch: batch)
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (settings, inputs) = (settings, context.inputs)
        guard inputs[1].count == 0 || inputs[1].dimensions == inputs[0].dimensions else {
            throw OperationError(
                "examples \(Shape(inputs[0].dimensions)) have names \(Shape(inputs[1].dimensions))")
        }
        return Kernel { arguments in
            let lists = (0..<5).map { inputs[$0].strings(at: arguments.rawInput($0)) }
            let parser = try settings.parser(
                sparse: lists[2], dense: lists[3], ragged: lists[4],
                placeholders: (5..<inputs.count).map { inputs[$0].array(at: arguments.rawInput($0)) })
            let isBatch = inputs[0].dimensions.count == 1
            for (index, array) in try parser.parse(lists[0], names: lists[1], isBatch: isBatch).enumerated() {
                arguments.setOutput(index, array)
            }
        }
    }
}
