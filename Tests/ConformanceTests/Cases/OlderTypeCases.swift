import Adjoint
import AdjointCore

extension OperationCase {
    /// Op types that only older graphs have and no builder makes, and gradient ops by themselves.
    static let olderTypes: [OperationCase] = [
        OperationCase("Add", inputs: [.random([2, 3]), .random([3])]) { made(Add(), $0) },
        OperationCase("Div", inputs: [.random([2, 3]), .randomIn(0.5...2, [3])]) { made(Div(), $0) },
        OperationCase("Mod", inputs: [.random([2, 3]), .randomIn(0.3...0.9, [3])]) { made(Mod(), $0) },
        OperationCase(
            "TruncateDiv", inputs: [.value(NDArray([7, -7, 0] as [Int32])), .value(NDArray([2, 2, -3] as [Int32]))]
        ) { $0[0].truncatingDivided(by: $0[1]) },
        OperationCase("Inv", inputs: [.randomIn(0.5...2, [2, 3])]) { made(Inv(), $0) },
        OperationCase("InvGrad", inputs: [.randomIn(0.5...2, [2, 3]), .random([2, 3])]) { made(InvGrad(), $0) },
        OperationCase("SoftplusGrad", inputs: [.random([2, 3]), .randomIn(-3...3, [2, 3])]) {
            made(SoftplusGrad(), $0)
        },
        OperationCase("BiasAddGrad", inputs: [.random([2, 3])]) { made(BiasAddGrad(), $0) },
        OperationCase("BiasAddGrad, channels first", inputs: [.random([2, 3, 4, 5])]) {
            made(BiasAddGrad(dataFormat: .channelsFirst), $0)
        },
        OperationCase("AccumulateNV2", inputs: [.random([2, 3]), .random([2, 3])]) { made(AccumulateNV2(), $0) },
        OperationCase("BatchMatMul", inputs: [.random([2, 3, 5]), .random([2, 5, 4])]) { made(BatchMatMul(), $0) },
        OperationCase("BatchMatMul, transposed", inputs: [.random([2, 5, 3]), .random([2, 4, 5])]) {
            var definition = BatchMatMul()
            (definition.transposeX, definition.transposeY) = (true, true)
            return made(definition, $0)
        },
        OperationCase(
            "InTopK", dtypes: [.float32], inputs: [.random([4, 3]), .value(NDArray([0, 2, 1, 2] as [Int32]))]
        ) {
            var definition = InTopK()
            definition.k = 2
            return made(definition, $0)
        },
        OperationCase(
            "TopK", inputs: [.random([2, 5])],
            buildAll: {
                var definition = TopK()
                definition.k = 3
                return $0[0].graph.addTensors(definition, inputs: $0, count: 2)
            }),
        OperationCase(
            "TopKV2 with positions of int64", inputs: [.random([2, 5])],
            buildAll: {
                var definition = TopKV2()
                definition.indexType = .int64
                let k = $0[0].graph.constant(Int32(3))
                return $0[0].graph.addTensors(definition, inputs: [$0[0], k], count: 2)
            }),
        OperationCase(
            "Equal of shapes that do not broadcast",
            inputs: [.value(NDArray([1, 2] as [Float])), .value(NDArray([1, 2, 3] as [Float]))]
        ) {
            var definition = Equal()
            definition.isShapeMismatchAnError = false
            return made(definition, $0)
        },
    ]

    private static func made(_ definition: some OperationDefinition, _ inputs: [Tensor]) -> Tensor {
        inputs[0].graph.addTensor(definition, inputs: inputs)
    }
}
