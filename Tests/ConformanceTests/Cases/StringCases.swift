import Adjoint
import AdjointCore

extension OperationCase {
    /// Strings, and tables.
    static let strings: [OperationCase] = texts + parts + tables

    private static func text(_ strings: [TensorString], _ dimensions: [Int]? = nil) -> Input {
        .value(NDArray(strings: strings, dimensions: dimensions ?? [strings.count]))
    }

    private static let words = text(["Ab cD", "", " x\t", "äÖ-12"], [2, 2])
    private static let lengths = ["", "abc", "abcdefgh", "0123456789abcdef", "0123456789abcdefghijklmnop"]
        .map { TensorString($0) }
    private static let longer = [33, 64, 65, 128, 200].map { count in
        TensorString(bytes: (0..<count).map { UInt8(($0 * 37 + 11) % 251) })
    }

    private static let texts: [OperationCase] = [
        .raw("StringLower", inputs: [words]),
        .raw("StringLower", "of any script", attributes: ["encoding": .string("utf-8")], inputs: [words]),
        .raw("StringUpper", inputs: [words]),
        .raw("StringStrip", inputs: [words]),
        .raw("StringLength", inputs: [words]),
        .raw("StringLength", "in characters", attributes: ["unit": .string("UTF8_CHAR")], inputs: [words]),
        .raw(
            "StringFormat", attributes: ["template": .string("a %s b %s%s")],
            inputs: [.random([2, 3]), words, text(["it's \"q\" \\ \u{1}\n"], [])]),
        .raw(
            "StringFormat", "of rows with gaps", attributes: ["template": .string("{}"), "placeholder": .string("{}")],
            inputs: [.random([9, 2, 8])]),
        .raw(
            "StringFormat", "of all of it", dtypes: [.float32, .float64, .int32, .int64, .uint8, .bool],
            attributes: ["summarize": .int(-1)], inputs: [.random([3, 7])]),
        .raw("StringFormat", "of nothing", inputs: [.value(NDArray([Float](), dimensions: [2, 0]))]),
        .raw("AsString", dtypes: [.int32, .int64, .uint8, .bool], inputs: [.random([2, 3])]),
        .raw("AsString", "of numbers", dtypes: [.float32, .float64], inputs: [.random([2, 3])]),
        .raw("AsString", "of numbers, shortest", attributes: ["shortest": .bool(true)], inputs: [.random([4])]),
        .raw(
            "AsString", "of numbers, filled",
            attributes: ["precision": .int(3), "width": .int(12), "fill": .string("0"), "scientific": .bool(true)],
            inputs: [.random([4])]),
        .raw("AsString", "of strings", inputs: [words]),
        .raw("StringToNumber", inputs: [text(["1.5", " -3e2 ", "7", "0.1"], [2, 2])]),
        .raw("StringToNumber", "int64", attributes: ["out_type": .type(.int64)], inputs: [text(["15", " -3 "])]),
        .raw("StringToHashBucketFast", attributes: ["num_buckets": .int(1 << 60)], inputs: [text(lengths + longer)]),
        .raw("StringToHashBucket", attributes: ["num_buckets": .int(1 << 60)], inputs: [text(lengths + longer)]),
        .raw(
            "StringToHashBucketStrong",
            attributes: ["num_buckets": .int(1 << 60), "key": .list(.ints([-3, 1 << 40]))],
            inputs: [text(lengths + longer)]),
        .raw("StringToHashBucketFast", "of few", attributes: ["num_buckets": .int(7)], inputs: [words]),
        .raw(
            "StaticRegexReplace",
            attributes: ["pattern": .string("([a-z])(.)"), "rewrite": .string("<\\2\\1\\0>")], inputs: [words]),
        .raw(
            "RegexReplace", "once", attributes: ["replace_global": .bool(false)],
            inputs: [words, text(["[A-Za-z]"], []), text(["*"], [])]),
        .raw("RegexFullMatch", inputs: [words, text(["[A-Za-z ]+"], [])]),
        .raw(
            "ReduceJoin", attributes: ["separator": .string("+")],
            inputs: [
                text((0..<12).map { TensorString("\($0)") }, [2, 3, 2]), .value(NDArray([2, 0] as [Int32])),
            ]),
        .raw(
            "ReduceJoin", "with dimensions kept", attributes: ["keep_dims": .bool(true)],
            inputs: [
                text((0..<6).map { TensorString("\($0)") }, [2, 3]), .value(NDArray([-1] as [Int32])),
            ]),
        .raw(
            "ReduceJoin", "of one axis",
            inputs: [
                text((0..<6).map { TensorString("\($0)") }, [2, 3]), .value(NDArray(Int32(0))),
            ]),
    ]

    private static let sentences = text(["a,b;c", "", ";;x y,", "no"])

    private static let parts: [OperationCase] = [
        .raw("StringSplit", inputs: [sentences, text([",;"], [])]),
        .raw(
            "StringSplit", "with empty parts", attributes: ["skip_empty": .bool(false)],
            inputs: [
                sentences, text([";"], []),
            ]),
        .raw("StringSplit", "into bytes", inputs: [sentences, text([""], [])]),
        .raw("StringSplitV2", inputs: [sentences, text([";"], [])]),
        .raw("StringSplitV2", "at spaces", inputs: [text(["  a b\t c ", "", "d"]), text([""], [])]),
        .raw("StringSplitV2", "once", attributes: ["maxsplit": .int(1)], inputs: [sentences, text([";"], [])]),
        .raw(
            "StringSplitV2", "once at spaces", attributes: ["maxsplit": .int(1)],
            inputs: [
                text(["  a b\t c ", "d"]), text([""], []),
            ]),
        .raw(
            "Substr",
            inputs: [
                text(["hello", "world!"]), .value(NDArray([1, -3] as [Int32])), .value(NDArray([3, 9] as [Int32])),
            ]),
        .raw(
            "Substr", "of one place", attributes: ["unit": .string("UTF8_CHAR")],
            inputs: [
                text(["äöü!", "world!"]), .value(NDArray(Int64(1))), .value(NDArray(Int64(2))),
            ]),
        .raw(
            "Substr", "of several places of each",
            inputs: [
                text(["hello", "world!"], [2, 1]), .value(NDArray([1, 2, 3] as [Int32])),
                .value(NDArray([1, 1, 2] as [Int32])),
            ]),
        .raw("DecodeRaw", attributes: ["out_type": .type(.uint8)], inputs: [text(["abc", "xyz"], [2, 1])]),
        .raw("DecodeRaw", "of numbers", attributes: ["out_type": .type(.int32)], inputs: [text(["abcdefgh"], [])]),
        .raw(
            "DecodeRaw", "of numbers, highest byte first",
            attributes: ["out_type": .type(.int16), "little_endian": .bool(false)], inputs: [text(["abcdefgh"])]),
    ]

    /// A table with entries, and what some ops say of it.
    ///
    /// - Parameter suffix: `V2`, or nothing for the older handles.
    private static func table(
        _ type: String, _ suffix: String, writing: [String], _ attributes: [String: AttributeValue] = [:]
    ) -> OperationCase {
        OperationCase(
            "\(type)\(suffix), \(writing.joined(separator: ", "))",
            inputs: [
                text(["b", "a", "zz"]), .value(NDArray([3, -5, 1 << 40] as [Int64])),
                text(["zz", "?", "a", "b"]),
                .value(NDArray(Int64(-1))),
            ],
            buildAll: { inputs in
                let graph = inputs[0].graph
                let types: [String: AttributeValue] = ["key_dtype": .type(.string), "value_dtype": .type(.int64)]
                let keys =
                    type.contains("Dense")
                    ? ["", "-"].map { key in
                        graph.constant(NDArray(strings: [TensorString(key)], dimensions: []))
                    } : []
                guard
                    let handle = graph.addRaw(
                        type + suffix, attributes: types.merging(attributes) { $1 }, inputs: keys)?.output()
                else { return [.invalid(in: graph)] }
                var last: [Operation] = []
                for (index, write) in writing.enumerated() {
                    let entry = inputs[0..<2].map { index == 0 ? $0 : $0[1..<2] }
                    let taken = write.contains("Remove") ? Array(entry.prefix(1)) : Array(entry)
                    graph.withControlDependencies(on: last) {
                        last = [graph.addRaw(write + suffix, inputs: [handle] + taken)].compactMap { $0 }
                    }
                }
                return graph.withControlDependencies(on: last) {
                    let found = graph.addRaw("LookupTableFind" + suffix, inputs: [handle, inputs[2], inputs[3]])
                    let size = graph.addRaw("LookupTableSize" + suffix, inputs: [handle])
                    return [found, size].map { $0?.output() ?? .invalid(in: graph) }
                }
            })
    }

    /// The entries of a table with one entry: TensorFlow's have no order.
    private static func export(_ suffix: String) -> OperationCase {
        OperationCase(
            "LookupTableExport\(suffix)", inputs: [text(["b"]), .value(NDArray([3] as [Int64]))],
            buildAll: { inputs in
                let graph = inputs[0].graph
                let types: [String: AttributeValue] = ["key_dtype": .type(.string), "value_dtype": .type(.int64)]
                guard let handle = graph.addRaw("MutableHashTable" + suffix, attributes: types, inputs: [])?.output(),
                    let write = graph.addRaw("LookupTableImport" + suffix, inputs: [handle] + inputs)
                else { return [.invalid(in: graph)] }
                return graph.withControlDependencies(on: [write]) {
                    graph.addRaw(
                        "LookupTableExport" + suffix,
                        attributes: ["Tkeys": .type(.string), "Tvalues": .type(.int64)], inputs: [handle])?.outputs
                        ?? [.invalid(in: graph)]
                }
            })
    }

    private static let tables: [OperationCase] = [
        table("HashTable", "V2", writing: ["InitializeTable"]),
        table("HashTable", "", writing: ["InitializeTable"]),
        table("MutableHashTable", "V2", writing: ["LookupTableInsert", "LookupTableImport"]),
        table("MutableHashTable", "", writing: ["LookupTableInsert", "LookupTableImport"]),
        table("MutableHashTable", "V2", writing: ["LookupTableInsert", "LookupTableRemove"]),
        table("MutableDenseHashTable", "V2", writing: ["LookupTableInsert"]),
        export("V2"), export(""),
        OperationCase(
            "MutableHashTableOfTensorsV2",
            inputs: [
                .value(NDArray([7, 8] as [Int64])), .value(NDArray([1, 2, 3, 4] as [Float], dimensions: [2, 2])),
                .value(NDArray([8, 9, 7] as [Int64])), .value(NDArray([-1, -2] as [Float])),
            ]
        ) { inputs in
            let graph = inputs[0].graph
            guard
                let handle = graph.addRaw(
                    "MutableHashTableOfTensorsV2",
                    attributes: [
                        "key_dtype": .type(.int64), "value_dtype": .type(.float32), "value_shape": .shape([2]),
                    ], inputs: [])?.output(),
                let write = graph.addRaw("LookupTableInsertV2", inputs: [handle, inputs[0], inputs[1]])
            else { return .invalid(in: graph) }
            return graph.withControlDependencies(on: [write]) { handle.lookup(inputs[2], default: inputs[3]) }
        },
    ]
}
