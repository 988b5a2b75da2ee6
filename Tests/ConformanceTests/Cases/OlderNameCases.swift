import Adjoint
import AdjointCore

extension OperationCase {
    /// Ops of older graphs, blocks of recurrent cells, and parts of variables that are set.
    static let olderNames: [OperationCase] = older + blocks + assignments

    private static func added(
        _ type: String, _ inputs: [Tensor], _ attributes: [String: AttributeValue] = [:]
    ) -> [Tensor] {
        inputs[0].graph.addRaw(type, attributes: attributes, inputs: inputs)?.outputs
            ?? Array(repeating: .invalid(in: inputs[0].graph), count: 3)
    }

    private static let older: [OperationCase] = [
        .raw(
            "BroadcastArgs",
            inputs: [.value(NDArray([3, 1, 5] as [Int32])), .value(NDArray([7, 1, 4, 1] as [Int32]))]),
        .raw("Reverse", inputs: [.random([2, 3, 4]), .value(NDArray([true, false, true]))]),
        .raw("SparseMatMul", dtypes: [.float32], inputs: [.random([3, 5]), .random([5, 4])]),
        .raw(
            "SparseMatMul", "transposed", dtypes: [.float32],
            attributes: ["transpose_a": .bool(true), "transpose_b": .bool(true), "a_is_sparse": .bool(true)],
            inputs: [.random([5, 3]), .random([4, 5])]),
        OperationCase("EncodePng", inputs: [.value(NDArray((0..<24).map { UInt8($0 * 9) }, dimensions: [2, 4, 3]))]) {
            added("DecodePng", added("EncodePng", $0))[0]
        },
        OperationCase(
            "TensorArrayV2", dtypes: [.float32], inputs: [.random([2, 3])],
            buildAll: { inputs in
                let graph = inputs[0].graph
                let type: [String: AttributeValue] = ["dtype": .type(.float32)]
                let flow = graph.constant(Float(0))
                let array = added("TensorArrayV2", [graph.constant(Int32(2))], type)[0]
                let written = added("TensorArrayScatterV2", [array, graph.constant([Int32(1), 0]), inputs[0], flow])[0]
                let size = added("TensorArraySizeV2", [array, written])[0]
                let gradients = added("TensorArrayGradV2", [array, written], ["source": .string("gradients")])[0]
                let both = [Int32(0), 0].reduce(written) { flow, index in
                    added("TensorArrayWriteV2", [gradients, graph.constant(index), inputs[0][0], flow])[0]
                }
                let sum = added("TensorArrayReadV2", [gradients, graph.constant(Int32(0)), both], type)[0]
                let gathered = added("TensorArrayGatherV2", [array, graph.constant([Int32(0), 1]), both], type)[0]
                let other = added("TensorArrayV2", [graph.constant(Int32(2))], type)[0]
                let split = added(
                    "TensorArraySplitV2", [other, inputs[0], graph.constant([Int64(0), 2]), flow])[0]
                let joined = added("TensorArrayConcatV2", [other, split], type)
                let close = graph.withControlDependencies(on: joined[0].isValid ? [joined[0].operation] : []) {
                    graph.addRaw("TensorArrayCloseV2", inputs: [other])
                }
                let closed = graph.withControlDependencies(on: close.map { [$0] } ?? []) { flow.identity() }
                return [size, sum, gathered, closed] + joined
            }),
    ]

    private static func block(
        _ type: String, _ detail: String, peephole: Bool, clip: Float, length: Int64 = 3
    ) -> OperationCase {
        let hasTime = type == "BlockLSTM"
        let x = hasTime ? [3, 2, 5] : [2, 5]
        return OperationCase(
            "\(type), \(detail)", dtypes: [.float32],
            inputs: (hasTime ? [.value(NDArray(length))] : []) + [
                .random(x), .random([2, 4]), .random([2, 4]), .random([9, 16]), .random([4]), .random([4]),
                .random([4]), .random([16]),
            ],
            buildAll: { inputs in
                let outputs = added(
                    type, inputs,
                    ["forget_bias": .float(0.5), "cell_clip": .float(clip), "use_peephole": .bool(peephole)])
                // Behind the last step TensorFlow leaves open what all but cell and hidden state are.
                return length < 3 && outputs.count == 7 ? [outputs[1], outputs[6]] : outputs
            })
    }

    private static let blocks: [OperationCase] =
        ["LSTMBlockCell", "BlockLSTM"].flatMap { type in
            [
                block(type, "plain", peephole: false, clip: -1), block(type, "with peepholes", peephole: true, clip: 0),
                block(type, "clipped", peephole: false, clip: 0.2),
            ]
        } + [block("BlockLSTM", "of fewer steps", peephole: true, clip: 0, length: 2)]

    private static let assignments: [OperationCase] = [
        OperationCase("StridedSliceAssign", inputs: [.value(NDArray([7, 8] as [Float]))]) { inputs in
            let graph = inputs[0].graph
            let variable = graph.variable(
                NDArray((0..<12).map { Float($0) }, dimensions: [3, 4]), name: "sliced_variable")
            return added(
                "StridedSliceAssign",
                [
                    variable.reference, graph.constant([Int32(1), 0]), graph.constant([Int32(2), 4]),
                    graph.constant([Int32(1), 2]), inputs[0],
                ], ["shrink_axis_mask": .int(1)])[0]
        }
    ]
}
