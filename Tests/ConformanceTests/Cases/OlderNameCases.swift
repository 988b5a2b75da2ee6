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

    private static let older: [OperationCase] =
        [
            .raw(
                "BroadcastArgs",
                inputs: [.value(NDArray([3, 1, 5] as [Int32])), .value(NDArray([7, 1, 4, 1] as [Int32]))]),
            .raw("Reverse", inputs: [.random([2, 3, 4]), .value(NDArray([true, false, true]))]),
            .raw("SparseMatMul", dtypes: [.float32], inputs: [.random([3, 5]), .random([5, 4])]),
            .raw(
                "SparseMatMul", "transposed", dtypes: [.float32],
                attributes: ["transpose_a": .bool(true), "transpose_b": .bool(true), "a_is_sparse": .bool(true)],
                inputs: [.random([5, 3]), .random([4, 5])]),
            OperationCase(
                "EncodePng", inputs: [.value(NDArray((0..<24).map { UInt8($0 * 9) }, dimensions: [2, 4, 3]))]
            ) {
                added("DecodePng", added("EncodePng", $0))[0]
            },
        ] + ["", "V2"].map(arrays)

    /// The ops on tensor arrays of a version of TensorFlow.
    private static func arrays(_ version: String) -> OperationCase {
        let isFirst = version.isEmpty
        return OperationCase(
            "TensorArray" + version, dtypes: [.float32], inputs: [.random([2, 3])],
            buildAll: { inputs in
                let graph = inputs[0].graph
                func array(
                    _ use: String, _ inputs: [Tensor], _ attributes: [String: AttributeValue] = [:]
                ) -> [Tensor] { added("TensorArray" + use + version, inputs, attributes) }
                let type: [String: AttributeValue] = ["dtype": .type(.float32)]
                let (flow, two) = (graph.constant(Float(0)), graph.constant(Int32(2)))
                let whole = array("", [two], type)[0]
                let written =
                    isFirst
                    ? array("Unpack", [whole, inputs[0], flow])[0]
                    : array("Scatter", [whole, graph.constant([Int32(1), 0]), inputs[0], flow])[0]
                let size = array("Size", [whole, written])[0]
                let gradients = array("Grad", [whole, written], ["source": .string("gradients")])[0]
                let both = [Int32(0), 0].reduce(written) { flow, index in
                    array("Write", [gradients, graph.constant(index), inputs[0][0], flow])[0]
                }
                let sum = array("Read", [gradients, graph.constant(Int32(0)), both], type)[0]
                let gathered =
                    isFirst
                    ? array("Pack", [whole, both], type)[0]
                    : array("Gather", [whole, graph.constant([Int32(0), 1]), both], type)[0]
                let other = array("", [two], type)[0]
                let split = array("Split", [other, inputs[0], graph.constant([Int64(0), 2]), flow])[0]
                let joined = array("Concat", [other, split], type)
                let close = graph.withControlDependencies(on: joined[0].isValid ? [joined[0].operation] : []) {
                    graph.addRaw("TensorArrayClose" + version, inputs: [other])
                }
                let closed = graph.withControlDependencies(on: close.map { [$0] } ?? []) { flow.identity() }
                guard isFirst else { return [size, sum, gathered, closed] + joined }
                // The ops that took the place of packing and unpacking came with the same handles.
                var dynamic = type
                dynamic["dynamic_size"] = .bool(true)
                let third = array("", [graph.constant(Int32(0))], dynamic)[0]
                let scattered = array("Scatter", [third, graph.constant([Int32(1), 0]), inputs[0], flow])[0]
                let picked = array("Gather", [third, graph.constant([Int32(1)]), scattered], type)[0]
                return [size, sum, gathered, closed, picked] + joined
            })
    }

    private static func block(
        _ type: String, _ detail: String, peephole: Bool, clip: Float, length: Int64 = 3
    ) -> OperationCase {
        let hasTime = type.hasPrefix("BlockLSTM")
        let x = hasTime ? [3, 2, 5] : [2, 5]
        return OperationCase(
            "\(type), \(detail)", dtypes: [.float32],
            inputs: (hasTime ? [.value(NDArray(length))] : []) + [
                .random(x), .random([2, 4]), .random([2, 4]), .random([9, 16]), .random([4]), .random([4]),
                .random([4]), .random([16]),
            ],
            buildAll: { inputs in
                var attributes: [String: AttributeValue] = [
                    "cell_clip": .float(clip), "use_peephole": .bool(peephole),
                ]
                if type != "BlockLSTMV2" { attributes["forget_bias"] = .float(0.5) }
                let outputs = added(type, inputs, attributes)
                // Behind the last step TensorFlow leaves open what all but cell and hidden state are.
                return length < 3 && outputs.count == 7 ? [outputs[1], outputs[6]] : outputs
            })
    }

    private static let blocks: [OperationCase] =
        ["LSTMBlockCell", "BlockLSTM", "BlockLSTMV2"].flatMap { type in
            [
                block(type, "plain", peephole: false, clip: -1), block(type, "with peepholes", peephole: true, clip: 0),
                block(type, "clipped", peephole: false, clip: 0.2),
            ]
        } + [
            block("BlockLSTM", "of fewer steps", peephole: true, clip: 0, length: 2),
            .raw(
                "GRUBlockCell", dtypes: [.float32],
                inputs: [
                    .random([2, 5]), .random([2, 4]), .random([9, 8]), .random([9, 4]), .random([8]), .random([4]),
                ]),
            .raw(
                "GRUBlockCellGrad", dtypes: [.float32],
                inputs: [
                    .random([2, 5]), .random([2, 4]), .random([9, 8]), .random([9, 4]), .random([8]), .random([4]),
                    .randomIn(0...1, [2, 4]), .randomIn(0...1, [2, 4]), .random([2, 4]), .random([2, 4]),
                ]),
        ]

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
