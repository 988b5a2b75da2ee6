import Adjoint
import AdjointCore
import AdjointFormats

extension OperationCase {
    /// Features of serialized examples, lines of values, tensors in strings.
    static let examples: [OperationCase] = batches + singles + lines + serialized

    /// A serialized `tf.train.Example`.
    private struct Example: ProtobufMessage {
        struct Features: ProtobufMessage {
            var features: [String: Feature] = [:]
            var unknownFields = ProtobufUnknownFields()

            mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
                try visitor.field(1, "feature", &features)
            }
        }

        struct Feature: ProtobufMessage {
            var strings: List<Bytes>?
            var floats: List<Float>?
            var integers: List<Int64>?
            var unknownFields = ProtobufUnknownFields()

            mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
                try visitor.field(1, "bytes_list", &strings)
                try visitor.field(2, "float_list", &floats)
                try visitor.field(3, "int64_list", &integers)
            }
        }

        struct List<Element: ProtobufScalar>: ProtobufMessage {
            var values: [Element] = []
            var unknownFields = ProtobufUnknownFields()

            mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
                try visitor.field(1, "value", &values)
            }
        }

        var features: Features? = Features()
        var unknownFields = ProtobufUnknownFields()

        mutating func visitFields(_ visitor: inout some ProtobufFieldVisitor) throws {
            try visitor.field(1, "features", &features)
        }

        /// Adds a feature.
        func with(_ name: String, _ set: (inout Feature) -> Void) -> Example {
            var example = self
            var feature = Feature()
            set(&feature)
            example.features?.features[name] = feature
            return example
        }

        func floats(_ name: String, _ values: [Float]) -> Example { with(name) { $0.floats = List(values: values) } }
        func integers(_ name: String, _ values: [Int64]) -> Example {
            with(name) { $0.integers = List(values: values) }
        }
        func strings(_ name: String, _ values: [String]) -> Example {
            with(name) { $0.strings = List(values: values.map { Bytes($0.utf8) }) }
        }
    }

    private static let exampleStrings: [TensorString] = [
        Example().floats("x", [1, -2.5, 3, 4]).integers("label", [7]).strings("words", ["a", "", "ccc"])
            .integers("ids", [1, 1 << 40, -3]).floats("steps", [1, 2, 3, 4, 5, 6]),
        Example().floats("x", [0, 0.5, 1e-3, 9]).strings("words", []).floats("other", [1]).floats("steps", [7, 8]),
        Example().floats("x", [5, 6, 7, 8]).integers("label", [-1]).integers("ids", [5])
            .with("words") { _ in },
    ].map { TensorString(bytes: $0.serialized()) }

    private static func text(_ strings: [TensorString], _ dimensions: [Int]? = nil) -> Input {
        .value(NDArray(strings: strings, dimensions: dimensions ?? [strings.count]))
    }

    private static func scalars(_ strings: [TensorString]) -> [Input] { strings.map { text([$0], []) } }

    private static let defaults: [Input] = [
        .value(NDArray([] as [Float])), .value(NDArray([42] as [Int64])), .value(NDArray([-1] as [Float])),
    ]
    private static let features: [String: AttributeValue] = [
        "sparse_types": .list(.types([.string, .int64])), "Tdense": .list(.types([.float32, .int64, .float32])),
        "dense_shapes": .list(.shapes([[2, 2], [1], [nil, 2]])),
    ]
    private static let sparseKeys: [TensorString] = ["words", "ids"]
    private static let denseKeys: [TensorString] = ["x", "label", "steps"]

    private static let batches: [OperationCase] = [
        .raw(
            "ParseExample", attributes: features.merging(["Nsparse": .int(2), "Ndense": .int(3)]) { $1 },
            inputs: [text(exampleStrings), text([])] + scalars(sparseKeys) + scalars(denseKeys) + defaults),
        .raw(
            "ParseExample", "of named examples, dense features only",
            attributes: [
                "Nsparse": .int(0), "Ndense": .int(1), "Tdense": .list(.types([.float32])),
                "dense_shapes": .list(.shapes([[4]])),
            ],
            inputs: [
                text(exampleStrings), text(["a", "b", "c"]), text(["x"], []), .value(NDArray([] as [Float])),
            ]),
        .raw(
            "ParseExample", "of no examples",
            attributes: features.merging(["Nsparse": .int(2), "Ndense": .int(3)]) { $1 },
            inputs: [text([]), text([])] + scalars(sparseKeys) + scalars(denseKeys) + defaults),
        .raw(
            "ParseExampleV2",
            attributes: features.merging([
                "num_sparse": .int(2), "ragged_value_types": .list(.empty), "ragged_split_types": .list(.empty),
            ]) { $1 },
            inputs: [text(exampleStrings), text([]), text(sparseKeys), text(denseKeys), text([])] + defaults),
        .raw(
            "ParseExampleV2", "with ragged features",
            attributes: [
                "num_sparse": .int(0), "ragged_value_types": .list(.types([.string, .int64, .float32])),
                "ragged_split_types": .list(.types([.int64, .int32, .int64])),
            ],
            inputs: [text(exampleStrings), text([]), text([]), text([]), text(["words", "ids", "steps"])]),
        .raw(
            "ParseExampleV2", "of one example",
            attributes: features.merging([
                "num_sparse": .int(2), "ragged_value_types": .list(.empty), "ragged_split_types": .list(.empty),
            ]) { $1 },
            inputs: [text([exampleStrings[1]], []), text([]), text(sparseKeys), text(denseKeys), text([])] + defaults),
    ]

    private static let singles: [OperationCase] = exampleStrings.enumerated().map { index, example in
        .raw(
            "ParseSingleExample", "\(index)",
            attributes: features.merging([
                "num_sparse": .int(2), "sparse_keys": .list(.strings(sparseKeys)),
                "dense_keys": .list(.strings(denseKeys)),
            ]) { $1 },
            inputs: [text([example], [])] + defaults)
    }

    private static let lines: [OperationCase] = [
        .raw(
            "DecodeCSV",
            inputs: [
                text(["1,2.5,word,-7", "3, -1e3 ,\"a,\"\"b\"\"\",9999999999", "\n,,,1", "-4,0.25,\"\",2"], [2, 2]),
                .value(NDArray([5] as [Int32])), .value(NDArray([0.5] as [Float])), text(["none"]),
                .value(NDArray([] as [Int64])),
            ]),
        .raw(
            "DecodeCSV", "of some columns",
            attributes: [
                "field_delim": .string(";"), "select_cols": .list(.ints([1, 3])), "na_value": .string("?"),
                "use_quote_delim": .bool(false),
            ],
            inputs: [
                text(["a;1.5;b;\"c\"", "a;?;b;", ";2;;d;e;f"]), .value(NDArray(Double(0.125))), text(["x"], []),
            ]),
    ]

    private static let serialized: [OperationCase] = [
        .raw("SerializeTensor", inputs: [.random([2, 3])]),
        .raw("SerializeTensor", "of one number", dtypes: [.int32, .float16, .bool], inputs: [.random([])]),
        .raw("SerializeTensor", "of strings", inputs: [text(["a", "", "ccc"])]),
        OperationCase("ParseTensor", inputs: [.value(NDArray([1, 2, 3] as [Int64], dimensions: [3, 1]))]) { inputs in
            let graph = inputs[0].graph
            guard let string = graph.addRaw("SerializeTensor", inputs: inputs)?.output() else {
                return .invalid(in: graph)
            }
            return graph.addRaw("ParseTensor", attributes: ["out_type": .type(.int64)], inputs: [string])?.output()
                ?? .invalid(in: graph)
        },
        .raw("EncodeBase64", inputs: [text(["", "a", "ab", "abc", "\u{fb}\u{ff}\u{3fe}"])]),
        .raw(
            "EncodeBase64", "padded", attributes: ["pad": .bool(true)], inputs: [text(["", "a", "ab", "abc"], [2, 2])]),
        .raw("DecodeBase64", inputs: [text(["", "YQ", "YWI", "YWJj", "YQ==", "YWI=", "w7vDv8--"])]),
    ]
}
