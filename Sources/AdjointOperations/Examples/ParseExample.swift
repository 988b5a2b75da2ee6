public import AdjointCore

/// The features of a batch of serialized `tf.train.Example`s. TF: `ParseExample`, behind `tf.parse_example`.
///
/// serialized: a vector of strings; names: what errors call them, as many or none; sparse_keys, dense_keys: scalars;
/// dense_defaults: what an example has that lacks a dense feature, without elements where it must be there.
/// Sparse features: indices `[count, 2]`, values, shape; dense ones: `[batch] + shape`.
public struct ParseExample: ExampleParsing {
    public static let type = "ParseExample"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("serialized", .string), .tensor("names", .string),
            .list("sparse_keys", .string, count: "Nsparse"), .list("dense_keys", .string, count: "Ndense"),
            .list("dense_defaults", types: "Tdense"),
        ],
        outputs: [
            .list("sparse_indices", .int64, count: "Nsparse"), .list("sparse_values", types: "sparse_types"),
            .list("sparse_shapes", .int64, count: "Nsparse"), .list("dense_values", types: "Tdense"),
        ])
    public static let attributes: [AttributeKey<ParseExample>] = [
        .int("Nsparse", \.settings.sparseCount), .int("Ndense", \.settings.denseCount),
        .types("sparse_types", \.settings.sparseTypes), .types("Tdense", \.settings.denseTypes),
        .shapes("dense_shapes", \.settings.denseShapes),
    ]

    var settings = ExampleSettings()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let batch = try context.shape(0, rank: 1, role: "serialized")
        _ = try context.shape(1, rank: 1, role: "names")
        for index in 2..<(2 + settings.sparseCount + settings.denseCount) {
            _ = try context.shape(index, rank: 0, role: "a key")
        }
        return try settings.outputShapes(batch: batch)
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (settings, inputs) = (settings, context.inputs)
        guard [0, inputs[0].count].contains(inputs[1].count) else {
            throw OperationError("\(inputs[0].count) examples have \(inputs[1].count) names")
        }
        return Kernel { arguments in
            let lists = inputs.indices.map { index in
                index < inputs.count - settings.denseTypes.count
                    ? inputs[index].strings(at: arguments.rawInput(index)) : []
            }
            let (sparse, dense) = (2..<(2 + settings.sparseCount), 2 + settings.sparseCount)
            let defaults = dense + settings.denseCount
            let parser = try settings.parser(
                sparse: sparse.map { lists[$0][0] }, dense: (dense..<defaults).map { lists[$0][0] },
                placeholders: (defaults..<inputs.count).map { inputs[$0].array(at: arguments.rawInput($0)) })
            for (index, array) in try parser.parse(lists[0], names: lists[1], isBatch: true).enumerated() {
                arguments.setOutput(index, array)
            }
        }
    }
}
