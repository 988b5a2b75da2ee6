import Adjoint
import AdjointCore

extension OperationCase {
    /// Decoding of sequences, distinct elements, histograms, decompositions of matrices, numbers of distributions.
    static let decoding: [OperationCase] = decoders + distinct + decompositions + distributions

    private static let lengths = NDArray([6, 4] as [Int32])

    private static let decoders: [OperationCase] = [
        .raw("CTCGreedyDecoder", inputs: [.random([6, 2, 4]), .value(lengths)]),
        .raw(
            "CTCGreedyDecoder", "merging", attributes: ["merge_repeated": .bool(true)],
            inputs: [.random([6, 2, 3]), .value(lengths)]),
        .raw(
            "CTCBeamSearchDecoder",
            attributes: ["beam_width": .int(5), "top_paths": .int(2), "merge_repeated": .bool(false)],
            inputs: [.randomIn(-3...3, [6, 2, 4]), .value(lengths)]),
        .raw(
            "CTCBeamSearchDecoder", "of a wide beam, merging",
            attributes: ["beam_width": .int(100), "top_paths": .int(1)],
            inputs: [.randomIn(-3...3, [6, 2, 3]), .value(lengths)]),
        .raw(
            "EditDistance",
            inputs: [
                .value(NDArray([0, 0, 0, 1, 1, 0, 2, 0] as [Int64], dimensions: [4, 2])),
                .value(NDArray([1, 2, 3, 4] as [Int64])), .value(NDArray([3, 2] as [Int64])),
                .value(NDArray([0, 0, 0, 1, 0, 2, 1, 0] as [Int64], dimensions: [4, 2])),
                .value(NDArray([1, 5, 2, 3] as [Int64])), .value(NDArray([4, 3] as [Int64])),
            ]),
        .raw(
            "EditDistance", "not normalized, of strings", attributes: ["normalize": .bool(false)],
            inputs: [
                .value(NDArray([0, 0, 0, 1] as [Int64], dimensions: [2, 2])),
                .value(NDArray(strings: ["a", "b"])), .value(NDArray([1, 2] as [Int64])),
                .value(NDArray([0, 0] as [Int64], dimensions: [1, 2])), .value(NDArray(strings: ["b"])),
                .value(NDArray([1, 2] as [Int64])),
            ]),
    ]

    private static let repeated = NDArray([3, 1, 3, 7, 1, 3] as [Int32])
    private static let rows = NDArray([1, 2, 3, 4, 1, 2] as [Float], dimensions: [3, 2])
    private static let values = NDArray([-1, 0, 0.25, 1.5, 2, 5, 0.99] as [Double])

    private static let distinct: [OperationCase] = [
        .raw("UniqueWithCounts", attributes: ["out_idx": .type(.int64)], inputs: [.value(repeated)]),
        .raw("UniqueV2", inputs: [.value(rows), .value(NDArray([0] as [Int64]))]),
        .raw("UniqueV2", "along the last axis", inputs: [.value(rows), .value(NDArray([-1] as [Int32]))]),
        .raw("UniqueWithCountsV2", inputs: [.value(repeated), .value(NDArray([] as [Int64]))]),
        .raw(
            "HistogramFixedWidth",
            inputs: [.value(values), .value(NDArray([0, 2] as [Double])), .value(NDArray(Int32(5)))]),
        .raw(
            "HistogramFixedWidth", "of integers", attributes: ["dtype": .type(.int64)],
            inputs: [.value(repeated), .value(NDArray([0, 8] as [Int32])), .value(NDArray(Int32(4)))]),
    ]

    private static func symmetric(_ matrix: Tensor) -> Tensor {
        let product = matmul(matrix, matrix, transposingRight: true)
        return product.settingMatrixDiagonal(product.matrixDiagonalPart() + 2)
    }

    private static func outputs(
        _ type: String, _ inputs: [Tensor], _ attributes: [String: AttributeValue] = [:]
    ) -> [Tensor] {
        inputs[0].graph.addRaw(type, attributes: attributes, inputs: inputs)?.outputs
            ?? Array(repeating: .invalid(in: inputs[0].graph), count: 3)
    }

    private static let decompositions: [OperationCase] =
        [
            OperationCase("LogMatrixDeterminant", inputs: [.random([2, 3, 3])]) {
                outputs("LogMatrixDeterminant", [symmetric($0[0])])[1]
            },
            OperationCase(
                "LogMatrixDeterminant with its sign", dtypes: [.float32],
                inputs: [.value(NDArray([0, 2, 1, 3] as [Float], dimensions: [2, 2]))],
                buildAll: { outputs("LogMatrixDeterminant", $0) }),
            OperationCase("SelfAdjointEigV2, values", inputs: [.random([2, 3, 3])]) {
                outputs("SelfAdjointEigV2", [symmetric($0[0])], ["compute_v": .bool(false)])[0]
            },
            // Squares do not tell the signs of vectors apart, which are open.
            OperationCase(
                "SelfAdjointEigV2", inputs: [.random([2, 3, 3])],
                buildAll: { inputs in
                    let parts = outputs("SelfAdjointEigV2", [symmetric(inputs[0])])
                    return [parts[0], parts[parts.count - 1].squared()]
                }),
        ]
        + [
            ("tall", [2, 4, 3], false), ("wide", [3, 4], false), ("square", [3, 3], false),
            ("wide, full", [3, 4], true), ("tall, full", [4, 3], true),
        ]
        .map { name, shape, isFull in
            OperationCase(
                "Svd, \(name)", inputs: [.random(shape)],
                buildAll: { inputs in
                    outputs("Svd", inputs, ["full_matrices": .bool(isFull)]).enumerated().map { index, part in
                        index == 0 ? part : part.squared()
                    }
                })
        } + [
            // Their gradient is not unique.
            OperationCase("Svd, far from square, full", dtypes: [.float32], inputs: [.random([2, 4])]) {
                outputs("Svd", $0, ["full_matrices": .bool(true)])[0]
            },
            OperationCase("Svd, values", inputs: [.random([2, 3, 4])]) {
                outputs("Svd", $0, ["compute_uv": .bool(false)])[0]
            },
        ]

    private static let seeds: [String: AttributeValue] = ["seed": .int(3), "seed2": .int(5)]
    private static let counts = NDArray([3, 2] as [Int32])

    private static func stateless(_ type: String, _ dtype: DType) -> OperationCase {
        .raw(
            type, dtype.name, attributes: ["dtype": .type(dtype)],
            inputs: [.value(NDArray([3, 3] as [Int32])), .value(NDArray([7, -9] as [Int64]))])
    }

    private static let distributions: [OperationCase] =
        [DType.float32, .float64].flatMap { dtype in
            ["StatelessRandomUniform", "StatelessRandomNormal", "StatelessTruncatedNormal"].map { stateless($0, dtype) }
        } + [
            .raw(
                "StatelessRandomUniformInt",
                inputs: [
                    .value(counts), .value(NDArray([7, -9] as [Int32])), .value(NDArray(Int32(-4))),
                    .value(NDArray(Int32(9))),
                ]),
            .raw(
                "RandomGamma", attributes: seeds, inputs: [.value(counts), .value(NDArray([0.3, 1, 2.5] as [Float]))]),
            .raw(
                "RandomGamma", "float64", attributes: seeds,
                inputs: [
                    .value(NDArray([4] as [Int64])), .value(NDArray([0.3, 7] as [Double])),
                ]),
            .raw(
                "RandomPoisson", attributes: seeds, inputs: [.value(counts), .value(NDArray([0.3, 4, 25] as [Float]))]),
            .raw(
                "RandomPoissonV2", attributes: seeds,
                inputs: [
                    .value(counts), .value(NDArray([0.3, 4, 25, 12] as [Double])),
                ]),
            .raw(
                "RandomPoissonV2", "of float32", attributes: seeds,
                inputs: [.value(counts), .value(NDArray([0.3, 4, 25, 12] as [Float]))]),
            .raw(
                "RandomPoissonV2", "of integers", attributes: seeds.merging(["dtype": .type(.float32)]) { $1 },
                inputs: [
                    .value(counts), .value(NDArray([3, 50] as [Int32])),
                ]),
            .raw(
                "RandomUniform", "of half precision", attributes: seeds.merging(["dtype": .type(.float16)]) { $1 },
                inputs: [
                    .value(counts)
                ]),
            .raw(
                "RandomStandardNormal", "of half precision",
                attributes: seeds.merging(["dtype": .type(.float16)]) { $1 },
                inputs: [.value(counts)]),
            .raw(
                "TruncatedNormal", "of half precision", attributes: seeds.merging(["dtype": .type(.float16)]) { $1 },
                inputs: [.value(counts)]),
        ]
}
