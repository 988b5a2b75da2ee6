import Adjoint
import AdjointCore

extension OperationCase {
    /// Sparse tensors: coordinates, values, shape.
    static let sparse: [OperationCase] =
        [
            .raw("SparseReshape", inputs: [.value(places), .value(shape), .value(NDArray([2, -1] as [Int64]))]),
            .raw(
                "SparseReshape", "of nothing",
                inputs: [
                    .value(NDArray([Int64](), dimensions: [0, 2])), .value(NDArray([0, 3] as [Int64])),
                    .value(NDArray([3, 0] as [Int64])),
                ]),
            OperationCase(
                "SparseReorder", inputs: [.value(disordered), .random([4]), .value(shape)],
                buildAll: { inputs in outputs("SparseReorder", inputs) }),
            OperationCase(
                "SparseFillEmptyRows",
                inputs: [.value(places), .random([4]), .value(NDArray([6, 3] as [Int64])), .random([])],
                buildAll: { inputs in outputs("SparseFillEmptyRows", inputs) }),
            .raw("SparseFillEmptyRowsGrad", inputs: [.value(NDArray([0, 2, 3] as [Int64])), .random([5])]),
            .raw(
                "SparseSlice",
                inputs: [
                    .value(places), .value(NDArray([1, 2, 3, 4] as [Int32])), .value(shape),
                    .value(NDArray([1, 0] as [Int64])),
                    .value(NDArray([9, 2] as [Int64])),
                ]),
            OperationCase(
                "SparseSlice of real numbers",
                inputs: [
                    .value(places), .random([4]), .value(shape), .value(NDArray([1, 0] as [Int64])),
                    .value(NDArray([9, 3] as [Int64])),
                ]
            ) { outputs("SparseSlice", $0)[1] },
            .raw(
                "SparseSliceGrad",
                inputs: [
                    .random([2]), .value(places), .value(NDArray([1, 2] as [Int64])),
                    .value(NDArray([0, 0, 2, 0] as [Int64], dimensions: [2, 2])),
                ]),
            cross("into numbers", isHashed: true, ["num_buckets": .int(1000), "hash_key": .int(0xdeca_fcaf_fe)]),
            cross("into large numbers", isHashed: true, [:]),
            cross("into strings", isHashed: false, [:]),
            OperationCase(
                "SparseConcat",
                inputs: [
                    .value(places), .value(NDArray([0, 0, 3, 1] as [Int64], dimensions: [2, 2])),
                    .value(NDArray([1, 2, 3, 4] as [Int32])), .value(NDArray([5, 6] as [Int32])), .value(shape),
                    .value(NDArray([4, 2] as [Int64])),
                ],
                buildAll: { inputs in outputs("SparseConcat", inputs, ["concat_dim": .int(1)]) }),
            OperationCase("SparseReduceSum", inputs: [.value(places), .random([4]), .value(shape), axis(1)]) {
                outputs("SparseReduceSum", $0)[0]
            },
            OperationCase(
                "SparseReduceSum, dimensions kept", inputs: [.value(places), .random([4]), .value(shape), axis(-2)]
            ) {
                outputs("SparseReduceSum", $0, ["keep_dims": .bool(true)])[0]
            },
            .raw(
                "SparseReduceMax", dtypes: [.float32], inputs: [.value(places), .random([4]), .value(shape), axis(0)]),
            OperationCase("SparseSoftmax", inputs: [.value(places), .random([4]), .value(shape)]) {
                outputs("SparseSoftmax", $0)[0]
            },
            OperationCase(
                "SparseTensorDenseAdd", inputs: [.value(places), .random([4]), .value(shape), .random([4, 3])]
            ) { outputs("SparseTensorDenseAdd", $0)[0] },
        ] + pairs + parts + sets + serialized

    private static let otherPlaces = NDArray([0, 2, 1, 0, 2, 1] as [Int64], dimensions: [3, 2])

    private static let pairs: [OperationCase] =
        [
            OperationCase(
                "SparseAdd",
                inputs: [
                    .value(places), .randomIn(0.5...1, [4]), .value(shape), .value(otherPlaces),
                    .randomIn(0.5...1, [3]),
                    .value(shape),
                ],
                buildAll: { inputs in
                    outputs("SparseAdd", inputs + [inputs[1].graph.constant(0.25).cast(to: inputs[1].dtype)])
                }),
            .raw(
                "SparseAdd", "without small sums",
                inputs: [
                    .value(places), .value(NDArray([1, -4, 3, 9] as [Int32])), .value(shape), .value(otherPlaces),
                    .value(NDArray([5, 3, 2] as [Int32])), .value(shape), .value(NDArray(Int32(2))),
                ]),
            .raw(
                "SparseAddGrad",
                inputs: [
                    .random([3]), .value(places), .value(otherPlaces),
                    .value(NDArray([0, 1, 2, 1, 3, 2] as [Int64], dimensions: [3, 2])),
                ]),
        ]
        + ["SparseSparseMaximum", "SparseSparseMinimum"].map { type in
            .raw(
                type, dtypes: [.float32, .int32],
                inputs: [
                    .value(places), .random([4]), .value(shape), .value(otherPlaces), .random([3]), .value(shape),
                ])
        }

    private static let parts: [OperationCase] =
        [
            .raw(
                "SparseSplit", "of equal parts", dtypes: [.float32], attributes: ["num_split": .int(2)],
                inputs: [.value(NDArray(Int64(0))), .value(places), .random([4]), .value(shape)]),
            .raw(
                "SparseSplit", "with a longer part", dtypes: [.int32], attributes: ["num_split": .int(2)],
                inputs: [.value(NDArray(Int64(1))), .value(places), .random([4]), .value(shape)]),
        ]
        + ["SparseReduceSumSparse", "SparseReduceMaxSparse"].flatMap { type in
            [false, true].map { keepsDimensions in
                .raw(
                    type, keepsDimensions ? "dimensions kept" : "", dtypes: [.float32],
                    attributes: ["keep_dims": .bool(keepsDimensions)],
                    inputs: [.value(places), .random([4]), .value(shape), axis(1)])
            }
        }

    private static let texts = NDArray(strings: ["b", "a", "", "bcd"], dimensions: [4])

    private static let serialized: [OperationCase] = [
        ("numbers", NDArray([3, 1, 1, 2] as [Float])), ("strings", texts),
    ]
    .flatMap { name, values -> [OperationCase] in
        let (tensor, type): ([Input], AttributeValue) = (
            [.value(places), .value(values), .value(shape)], .type(values.dtype)
        )
        func restored(_ type: String, _ dtype: AttributeValue, _ rows: @escaping @Sendable (Tensor) -> Tensor)
            -> OperationCase
        {
            OperationCase(
                "\(type), \(name)", dtypes: [.int32], inputs: tensor,
                buildAll: { inputs in
                    let written = outputs(
                        type == "DeserializeSparse" ? "SerializeSparse" : "SerializeManySparse", inputs)[0]
                    return outputs(type, [rows(written)], ["dtype": dtype])
                })
        }
        return [
            .raw("SerializeSparse", name, dtypes: [.int32], inputs: tensor),
            .raw("SerializeManySparse", name, dtypes: [.int32], inputs: tensor),
            restored("DeserializeSparse", type) { $0 },
            restored("DeserializeManySparse", type) { $0 },
            OperationCase(
                "DeserializeSparse of rows, \(name)", dtypes: [.int32], inputs: tensor,
                buildAll: { inputs in
                    let rows = outputs("SerializeManySparse", inputs)[0].reshaped(to: [2, 2, 3])
                    return outputs("DeserializeSparse", [rows], ["dtype": type])
                }),
        ]
    }

    /// Sets in the rows of tensors; the elements are integers or strings.
    private static let sets: [OperationCase] =
        ["a-b", "B-a", "intersection", "union"].flatMap { combination -> [OperationCase] in
            let attributes: [String: AttributeValue] = ["set_operation": .string(combination)]
            let (left, right) = (
                NDArray([5, 1, 5, 2, 7, 7] as [Int32], dimensions: [2, 3]),
                NDArray([1, 9, 2, 6] as [Int32], dimensions: [2, 2])
            )
            let elements = NDArray([9, 5, 2, 2] as [Int32])
            return [
                .raw(
                    "DenseToDenseSetOperation", combination, attributes: attributes,
                    inputs: [.value(left), .value(right)]),
                .raw(
                    "DenseToSparseSetOperation", combination, attributes: attributes,
                    inputs: [
                        .value(left), .value(NDArray([0, 0, 0, 1, 1, 0, 1, 4] as [Int64], dimensions: [4, 2])),
                        .value(elements), .value(NDArray([2, 5] as [Int64])),
                    ]),
                .raw(
                    "SparseToSparseSetOperation", combination, attributes: attributes,
                    inputs: [
                        .value(places), .value(texts), .value(shape), .value(otherPlaces),
                        .value(NDArray(strings: ["b", "c", "a"], dimensions: [3])), .value(NDArray([4, 3] as [Int64])),
                    ]),
            ]
        } + [
            .raw(
                "SetSize",
                inputs: [.value(places), .value(NDArray([3, 1, 1, 2] as [Int64])), .value(shape)])
        ]

    /// A sparse column of strings, one of numbers, and a dense one of each.
    private static func cross(
        _ label: String, isHashed: Bool, _ settings: [String: AttributeValue]
    ) -> OperationCase {
        func strings(_ values: [TensorString], _ dimensions: [Int]) -> NDArray {
            NDArray(strings: values, dimensions: dimensions)
        }
        return OperationCase(
            "SparseCross \(label)",
            inputs: [
                .value(NDArray([0, 0, 0, 1, 2, 0] as [Int64], dimensions: [3, 2])),
                .value(NDArray([0, 0, 1, 0, 2, 0, 2, 1] as [Int64], dimensions: [4, 2])),
                .value(strings(["a", "bc", ""], [3])), .value(NDArray([5, -6, 7, 8] as [Int64])),
                .value(NDArray([3, 2] as [Int64])), .value(NDArray([3, 2] as [Int64])),
                .value(strings(["x", "y", "zz", "w", "a longer one than sixteen bytes", "v"], [3, 2])),
                .value(NDArray([1, 2, 1 << 40] as [Int64], dimensions: [3, 1])),
            ],
            buildAll: { inputs in
                let types: AttributeValue = .list(.types(isHashed ? [.string, .int64] : [.string]))
                let inputs = isHashed ? inputs : [inputs[0], inputs[2], inputs[4], inputs[6]]
                let settings = settings.merging([
                    "N": .int(Int64(inputs.count / 4)), "hashed_output": .bool(isHashed),
                    "out_type": .type(isHashed ? .int64 : .string),
                    "internal_type": .type(isHashed ? .int64 : .string), "sparse_types": types, "dense_types": types,
                ]) { first, _ in first }
                return outputs("SparseCross", inputs, settings)
            })
    }

    private static let places = NDArray([0, 1, 1, 0, 1, 2, 3, 2] as [Int64], dimensions: [4, 2])
    private static let disordered = NDArray([3, 2, 1, 2, 0, 1, 1, 0] as [Int64], dimensions: [4, 2])
    private static let shape = NDArray([4, 3] as [Int64])

    private static func axis(_ axis: Int32) -> Input { .value(NDArray([axis])) }

    private static func outputs(
        _ type: String, _ inputs: [Tensor], _ attributes: [String: AttributeValue] = [:]
    ) -> [Tensor] {
        inputs[0].graph.addRaw(type, attributes: attributes, inputs: inputs)?.outputs
            ?? Array(repeating: .invalid(in: inputs[0].graph), count: 3)
    }
}
