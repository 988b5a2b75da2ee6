import Adjoint
import AdjointCore

extension OperationCase {
    /// Losses, top-k and clipping.
    static let losses: [OperationCase] = [
        OperationCase("L2Loss", inputs: [.random([2, 3])]) { $0[0].l2Loss() },
        OperationCase("L2Loss of nothing", inputs: [.random([0])]) { $0[0].l2Loss() },
        OperationCase("SparseSoftmaxCrossEntropyWithLogits", inputs: [.value(classes), .random([4, 3])]) {
            sparseSoftmaxCrossEntropy(labels: $0[0], logits: $0[1])
        },
        OperationCase(
            "SparseSoftmaxCrossEntropyWithLogits, int64 labels", inputs: [.value(longClasses), .random([4, 3])]
        ) { sparseSoftmaxCrossEntropy(labels: $0[0], logits: $0[1]) },
        OperationCase(
            "SparseSoftmaxCrossEntropyWithLogits of rank 3",
            inputs: [.value(classes.reshaped(to: [2, 2])), .random([2, 2, 3])]
        ) { sparseSoftmaxCrossEntropy(labels: $0[0], logits: $0[1]) },
        OperationCase(
            "SparseSoftmaxCrossEntropyWithLogits of no rows",
            inputs: [.value(NDArray([] as [Int32])), .random([0, 3])]
        ) { sparseSoftmaxCrossEntropy(labels: $0[0], logits: $0[1]) },
        // The gradient holds for labels that sum to 1; in second order the labels count as constant, as in TensorFlow.
        OperationCase("SoftmaxCrossEntropyWithLogits", inputs: [.random([4, 3]), .random([4, 3])]) {
            softmaxCrossEntropy(labels: $0[0].softmax().stopGradient(), logits: $0[1])
        },
        OperationCase("SoftmaxCrossEntropyWithLogits of rank 3", inputs: [.random([2, 4, 3]), .random([2, 4, 3])]) {
            softmaxCrossEntropy(labels: $0[0].softmax().stopGradient(), logits: $0[1])
        },
        OperationCase("Sigmoid cross entropy", inputs: [.randomIn(0...1, [2, 3]), .randomIn(-3...3, [2, 3])]) {
            sigmoidCrossEntropy(labels: $0[0], logits: $0[1])
        },
        OperationCase("InTopKV2", dtypes: [.float32], inputs: [.random([4, 3]), .value(classes)]) {
            $0[0].inTopK(of: $0[1], k: 2)
        },
        OperationCase("InTopKV2, int64 targets", dtypes: [.float32], inputs: [.random([4, 3]), .value(longClasses)]) {
            $0[0].inTopK(of: $0[1], k: 1)
        },
        OperationCase("TopKV2", inputs: [.random([2, 5])], buildAll: { all($0[0].topK(2)) }),
        OperationCase("TopKV2 of rank 3", inputs: [.random([2, 3, 5])], buildAll: { all($0[0].topK(3)) }),
        OperationCase("TopKV2 of a vector", inputs: [.random([5])], buildAll: { all($0[0].topK(5)) }),
        OperationCase(
            "TopKV2 of none", inputs: [.value(NDArray([3, 1, 2, 5] as [Int32], dimensions: [2, 2]))],
            buildAll: { all($0[0].topK(0)) }),
        OperationCase(
            "TopKV2 with ties", inputs: [.value(NDArray([3, 1, 3, 2, 3] as [Int32]))],
            buildAll: { all($0[0].topK(4)) }),
        OperationCase("Clip by value", inputs: [.random([2, 3])]) { $0[0].clipped(from: -0.3, to: 0.5) },
        OperationCase(
            "Clip by tensors", inputs: [.random([2, 3]), .randomIn(-0.5 ... -0.3, [3]), .randomIn(0.3...0.5, [])]
        ) { $0[0].clipped(from: $0[1], to: $0[2]) },
        OperationCase("Clip by norm", inputs: [.random([2, 3])]) { $0[0].clipped(byNorm: 0.5) },
        OperationCase("Clip by norm, short", inputs: [.random([2, 3])]) { $0[0].clipped(byNorm: 50) },
        OperationCase("Clip by norm of rows", inputs: [.random([4, 3])]) { $0[0].clipped(byNorm: 0.5, axes: 1) },
        OperationCase("Clip by a computed norm", inputs: [.random([2, 3]), .randomIn(0.3...0.5, [])]) {
            $0[0].clipped(byNorm: $0[1])
        },
        OperationCase("Global norm", inputs: [.random([2, 3]), .random([4])]) { globalNorm(of: $0) },
        OperationCase(
            "Clip by global norm", inputs: [.random([2, 3]), .random([4])],
            buildAll: { inputs in
                let (clipped, norm) = clipped(inputs, byGlobalNorm: 0.5)
                return clipped.compactMap { $0 } + [norm]
            }),
    ]

    private static let classes = NDArray([0, 2, 1, 2] as [Int32])
    private static let longClasses = NDArray([0, 2, 1, 2] as [Int64])

    private static func all(_ result: (values: Tensor, indices: Tensor)) -> [Tensor] {
        [result.values, result.indices]
    }
}
