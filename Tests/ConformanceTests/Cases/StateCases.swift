import Adjoint
import AdjointCore

extension OperationCase {
    /// Random ops: what the laws of shape, round trip and repetition apply to.
    static let state: [OperationCase] = [
        OperationCase("RandomUniform", inputs: [.value(NDArray([2, 3, 5] as [Int32]))]) {
            $0[0].graph.randomUniform(shape: $0[0], seed: 3)
        },
        OperationCase("RandomUniform, float64, of no elements", inputs: [.value(NDArray([2, 0] as [Int64]))]) {
            $0[0].graph.randomUniform(shape: $0[0], dtype: .float64, seed: 3)
        },
        OperationCase("RandomUniform in a range", inputs: [.value(NDArray([7] as [Int32]))]) {
            $0[0].graph.randomUniform(shape: $0[0], from: -2, to: 3, seed: 3)
        },
        OperationCase("RandomStandardNormal", inputs: [.value(NDArray([2, 3] as [Int32]))]) {
            $0[0].graph.randomNormal(shape: $0[0], mean: 1, standardDeviation: 2, seed: 3)
        },
        OperationCase("TruncatedNormal", inputs: [.value(NDArray([5, 1] as [Int32]))]) {
            $0[0].graph.truncatedNormal(shape: $0[0], dtype: .float64, seed: 3)
        },
        OperationCase("RandomUniformInt", inputs: [.value(NDArray([2, 3] as [Int32]))]) {
            $0[0].graph.randomIntegers(shape: $0[0], in: -3..<9, dtype: .int64, seed: 3)
        },
        OperationCase("RandomShuffle", inputs: [.value(NDArray((0..<12).map { Float($0) }, dimensions: [4, 3]))]) {
            $0[0].shuffled(seed: 3)
        },
        OperationCase("RandomShuffle of a scalar", inputs: [.value(NDArray(Float(1)))]) { $0[0].shuffled(seed: 3) },
        OperationCase(
            "Multinomial", inputs: [.value(NDArray([0.1, 2, -1, 0.5, 0, 3] as [Float], dimensions: [2, 3]))]
        ) { $0[0].sampledClasses(count: 5, seed: 3) },
    ]
}
