import Adjoint
import AdjointCore

extension OperationCase {
    /// Ops of the first years' graphs: normalization by given moments, biases, variables for a time, rows joined.
    static let earlyGraphs: [OperationCase] =
        normalizations + [
            .raw("BiasAddV1", inputs: [.random([2, 3, 4]), .random([4])]),
            .raw(
                "BiasAddV1", "of a matrix", dtypes: [.float32, .float64, .int32],
                inputs: [.random([3, 5]), .random([5])]),
            OperationCase("TemporaryVariable", inputs: [.random([2, 3]), .random([2, 3])]) { inputs in
                accumulated(inputs)
            },
            .raw(
                "ParallelConcat", attributes: ["shape": .shape([3, 2, 4])],
                inputs: [.random([1, 2, 4]), .random([1, 2, 4]), .random([1, 2, 4])]),
            .raw("ParallelConcat", "of one row", attributes: ["shape": .shape([1, 2])], inputs: [.random([1, 2])]),
        ]

    private static let normalizations: [OperationCase] = [false, true].map { isScaled in
        .raw(
            "BatchNormWithGlobalNormalization", isScaled ? "scaled" : "plain",
            attributes: ["variance_epsilon": .float(0.001), "scale_after_normalization": .bool(isScaled)],
            inputs: [
                .random([2, 3, 5, 4]), .random([4]), .randomIn(0.2...2, [4]), .random([4]), .random([4]),
            ])
    }

    /// Adds tensors up in a variable, as `tf.accumulate_n` did.
    private static func accumulated(_ inputs: [Tensor]) -> Tensor {
        let graph = inputs[0].graph
        let invalid = Tensor.invalid(in: graph)
        guard inputs[0].isValid,
            let variable = graph.addRaw(
                "TemporaryVariable",
                attributes: ["shape": .shape([2, 3]), "dtype": .type(inputs[0].dtype), "var_name": .string("sum")],
                inputs: []),
            let start = graph.addRaw("Assign", inputs: [variable.output(), inputs[0].zerosLike()])
        else { return invalid }
        let sums = inputs.compactMap { graph.addRaw("AssignAdd", inputs: [start.output(), $0]) }
        return graph.withControlDependencies(on: sums) {
            graph.addRaw(
                "DestroyTemporaryVariable", attributes: ["var_name": .string("sum")], inputs: [start.output()]
            )?.output() ?? invalid
        }
    }
}
