import Adjoint
import AdjointCore

extension OperationCase {
    /// Op types that no builder makes any more, but that graphs of TensorFlow's first years hold.
    static let legacy: [OperationCase] = [
        legacy("Add", Add(), [.random([2, 3]), .random([3])]),
        legacy("Div", Div(), [.random([2, 3]), .randomIn(1...2, [3])]),
        OperationCase(
            "Div of integers", dtypes: [.int32, .int64], inputs: [.randomIn(-9...9, [2, 3]), .randomIn(1...4, [3])]
        ) { build(Div(), $0) },
        OperationCase(
            "Mod of integers", dtypes: [.int32, .int64], inputs: [.randomIn(-9...9, [2, 3]), .randomIn(1...4, [3])]
        ) { build(Mod(), $0) },
        OperationCase(
            "TruncateDiv", dtypes: [.int32, .int64], inputs: [.randomIn(-9...9, [2, 3]), .randomIn(1...4, [3])]
        ) { build(TruncateDiv(), $0) },
        legacy("BatchMatMul", BatchMatMul(), [.random([2, 3, 4]), .random([2, 4, 5])]),
        legacy("Inv", Inv(), [.randomIn(1...2, [2, 3])]),
        legacy("InvGrad", InvGrad(), [.randomIn(1...2, [2, 3]), .random([2, 3])]),
        legacy("Snapshot", Snapshot(), [.random([2, 3])]),
        legacy("PreventGradient", PreventGradient(message: "a test"), [.random([2, 3])]),
        legacy("OnesLike", OnesLike(), [.random([2, 3])]),
        legacy("Rank as an op", Rank(), [.random([2, 3])]),
        legacy("Size as an op", Size(), [.random([2, 3])]),
        legacy("AccumulateNV2", AccumulateNV2(), [.random([2, 3]), .random([2, 3]), .random([2, 3])]),
        legacy("SoftplusGrad", SoftplusGrad(), [.random([2, 3]), .randomIn(-3...3, [2, 3])]),
        OperationCase(
            "TopK", inputs: [.random([2, 5])],
            buildAll: { inputs in
                var definition = TopK()
                definition.k = 2
                return inputs[0].graph.addTensors(
                    definition, inputs: inputs, count: 2, site: CreationSite(#fileID, #line))
            }),
        OperationCase(
            "InTopK", dtypes: [.float32], inputs: [.random([4, 5]), .value(NDArray([0, 4, 2, 1] as [Int32]))]
        ) { inputs in
            var definition = InTopK()
            definition.k = 2
            return build(definition, inputs)
        },
    ]

    private static func legacy<Definition: OperationDefinition>(
        _ name: String, _ definition: Definition, _ inputs: [Input]
    ) -> OperationCase {
        OperationCase(name, inputs: inputs) { build(definition, $0) }
    }

    private static func build<Definition: OperationDefinition>(_ definition: Definition, _ inputs: [Tensor]) -> Tensor {
        inputs[0].graph.addTensor(definition, inputs: inputs, site: CreationSite(#fileID, #line))
    }
}
