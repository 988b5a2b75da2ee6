import Adjoint
import AdjointCore

extension OperationCase {
    /// Sampled classes, quantization, sequences, summaries.
    static let sampling: [OperationCase] = samplers + quantization + sequences + summaries

    private static let classes = NDArray([3, 9, 11, 3, 7, 30] as [Int64], dimensions: [3, 2])

    private static func sampler(
        _ type: String, _ detail: String = "", isUnique: Bool, _ others: [String: AttributeValue]
    ) -> OperationCase {
        let settings: [String: AttributeValue] = [
            "num_true": .int(2), "num_sampled": .int(6), "unique": .bool(isUnique), "seed": .int(5), "seed2": .int(7),
        ]
        return .raw(
            type, (isUnique ? "unique" : "repeating") + detail, attributes: settings.merging(others) { $1 },
            inputs: [.value(classes)])
    }

    private static let samplers: [OperationCase] =
        [
            "LogUniformCandidateSampler", "UniformCandidateSampler", "LearnedUnigramCandidateSampler",
            "ThreadUnsafeUnigramCandidateSampler",
        ].flatMap { type in
            [false, true].map { sampler(type, isUnique: $0, ["range_max": .int(50)]) }
        } + [
            sampler("AllCandidateSampler", isUnique: true, ["num_sampled": .int(40)]),
            sampler(
                "FixedUnigramCandidateSampler", isUnique: false,
                ["range_max": .int(50), "unigrams": .list(.floats((0..<50).map { Float($0 % 7) + 0.5 }))]),
            sampler(
                "FixedUnigramCandidateSampler", ", distorted", isUnique: true,
                [
                    "range_max": .int(50), "unigrams": .list(.floats((0..<47).map { Float($0 % 7) + 0.5 })),
                    "num_reserved_ids": .int(3), "distortion": .float(0.75),
                ]),
            sampler(
                "FixedUnigramCandidateSampler", ", in parts", isUnique: false,
                [
                    "range_max": .int(41), "unigrams": .list(.floats((0..<79).map { Float($0 % 9) + 1 })),
                    "num_reserved_ids": .int(2), "num_shards": .int(2), "shard": .int(1),
                ]),
            .raw(
                "ComputeAccidentalHits", attributes: ["num_true": .int(2)],
                inputs: [.value(classes), .value(NDArray([3, 9, 2, 7] as [Int64]))]),
        ]

    private static let gradients: [Float] = [1, 2, 3, 4]
    private static let elements: [Float] = [-0.9, -0.4, 0.1, 0.8]

    private static let quantization: [OperationCase] = [
        ofConstants(
            "FakeQuantWithMinMaxArgs", attributes: ["min": .float(-0.7), "max": .float(0.9)], [NDArray(elements)]),
        ofConstants(
            "FakeQuantWithMinMaxArgsGradient", attributes: ["min": .float(-0.7), "max": .float(0.9)],
            [NDArray(gradients), NDArray(elements)]),
        ofConstants(
            "FakeQuantWithMinMaxVars", attributes: ["num_bits": .int(4), "narrow_range": .bool(true)],
            [NDArray(elements), NDArray(Float(-0.5)), NDArray(Float(0.6))]),
        ofConstants(
            "FakeQuantWithMinMaxVarsPerChannel", attributes: ["num_bits": .int(4)],
            [NDArray(elements, dimensions: [2, 2]), NDArray([-0.5, 0] as [Float]), NDArray([0.6, 0.25] as [Float])]),
        ofConstants(
            "FakeQuantWithMinMaxVarsPerChannelGradient", attributes: [:],
            [
                NDArray(gradients, dimensions: [2, 2]), NDArray(elements, dimensions: [2, 2]),
                NDArray([-0.5, 0] as [Float]), NDArray([0.6, 0.25] as [Float]),
            ]),
        ofConstants(
            "FakeQuantWithMinMaxVarsGradient", attributes: [:],
            [NDArray(gradients), NDArray(elements), NDArray(Float(-0.5)), NDArray(Float(0.6))]),
    ]

    /// A case of an op that knows float32 only, and so none of the doubles that gradients are checked with.
    private static func ofConstants(
        _ type: String, attributes: [String: AttributeValue], _ values: [NDArray]
    ) -> OperationCase {
        OperationCase(
            type, inputs: [.value(NDArray(Int32(0)))],
            buildAll: { inputs in
                let graph = inputs[0].graph
                return graph.addRaw(type, attributes: attributes, inputs: values.map { graph.constant($0) })?.outputs
                    ?? [.invalid(in: graph)]
            })
    }

    private static let sequences: [OperationCase] = [
        OperationCase(
            "CTCLoss",
            inputs: [
                .random([6, 2, 5]), .value(NDArray([0, 0, 0, 1, 0, 2, 1, 0] as [Int64], dimensions: [4, 2])),
                .value(NDArray([1, 1, 3, 0] as [Int32])), .value(NDArray([6, 4] as [Int32])),
            ]
        ) { inputs in inputs[0].graph.addRaw("CTCLoss", inputs: inputs)?.output() ?? .invalid(in: inputs[0].graph) }
    ]

    private static let summaries: [OperationCase] = [
        .raw(
            "ScalarSummary",
            inputs: [.value(NDArray(strings: ["loss"], dimensions: [])), .value(NDArray(Float(0.25)))]),
        .raw(
            "HistogramSummary",
            inputs: [
                .value(NDArray(strings: ["weights"], dimensions: [])), .value(NDArray([0, -1.5, 3, 3.1] as [Float])),
            ]),
        .raw(
            "AudioSummary", attributes: ["sample_rate": .float(8000), "max_outputs": .int(1)],
            inputs: [
                .value(NDArray(strings: ["sound"], dimensions: [])),
                .value(NDArray([0, 0.5, -0.3, 1, -1, 2] as [Float], dimensions: [2, 3])),
            ]),
        .raw(
            "AudioSummaryV2",
            inputs: [
                .value(NDArray(strings: ["sound"], dimensions: [])),
                .value(NDArray([0, 0.5, -0.3, 1, -1, 0.1] as [Float], dimensions: [1, 3, 2])),
                .value(NDArray(Float(16000))),
            ]),
        .raw(
            "ImageSummary",
            inputs: [
                .value(NDArray(strings: ["image"], dimensions: [])),
                .value(
                    NDArray(
                        [0.1, 0.5, .nan, 1, 0.3, 0.2, -0.5, 2, 1, 0, 0.25, -0.75] as [Float], dimensions: [2, 2, 3, 1])),
            ]),
        .raw(
            "ImageSummary", "one of colors", attributes: ["max_images": .int(1)],
            inputs: [
                .value(NDArray(strings: ["image"], dimensions: [])),
                .value(NDArray((0..<36).map { UInt8($0 * 7) }, dimensions: [1, 3, 4, 3])),
            ]),
        OperationCase("MergeSummary", inputs: [.value(NDArray(Float(1)))]) { inputs in
            let graph = inputs[0].graph
            let parts = ["a", "b"].map { tag in
                graph.addRaw(
                    "ScalarSummary",
                    inputs: [graph.constant(NDArray(strings: [TensorString(tag)], dimensions: [])), inputs[0]]
                )?.output() ?? .invalid(in: graph)
            }
            return graph.addRaw("MergeSummary", inputs: parts)?.output() ?? .invalid(in: graph)
        },
    ]
}
