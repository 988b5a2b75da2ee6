import Adjoint
import AdjointCore

extension OperationCase {
    /// Half precision, which is computed in single precision and rounded; and products of integers.
    static let halfPrecision: [OperationCase] = halves + halfUpdates + integers

    private static func half(
        _ description: String, _ inputs: [Input], _ build: @escaping @Sendable ([Tensor]) -> Tensor
    ) -> OperationCase {
        OperationCase("\(description) of half precision", dtypes: [.float16], inputs: inputs, build: build)
    }

    private static let halves: [OperationCase] = [
        half("MatMul", [.random([3, 5]), .random([5, 4])]) { $0[0].multiplied(byMatrix: $0[1]) },
        half("BatchMatMulV2", [.random([2, 3, 5]), .random([2, 5, 4])]) { matmul($0[0], $0[1]) },
        half("Add", [.random([2, 3]), .random([3])]) { $0[0] + $0[1] },
        half("RealDiv", [.random([2, 3]), .randomIn(0.5...1, [3])]) { $0[0] / $0[1] },
        half("Relu", [.random([2, 3])]) { $0[0].relu() },
        half("Tanh", [.random([2, 3])]) { $0[0].tanh() },
        half("Exp", [.random([2, 3])]) { $0[0].exp() },
        half("Softmax", [.random([4, 3])]) { $0[0].softmax() },
        half("Sum", [.random([4, 3])]) { $0[0].sum(axes: [0]) },
        half("Mean", [.random([4, 3])]) { $0[0].mean() },
        half("Max", [.random([4, 3])]) { $0[0].max(axes: [1]) },
        half("BiasAdd", [.random([4, 3]), .random([3])]) { $0[0].addingBias($0[1]) },
        half("Conv2D", [.random([1, 4, 3, 2]), .random([2, 2, 2, 3])]) { $0[0].convolved(with: $0[1], padding: .same) },
        half("MaxPool", [.random([1, 4, 4, 2])]) { $0[0].maxPooled(window: 2) },
        half("Concat and slices", [.random([2, 3]), .random([2, 2])]) {
            concatenate([$0[0], $0[1]], axis: 1)[.all, 1..<4]
        },
        half("A product with bias and rectifier", [.random([3, 5]), .random([5, 4]), .random([4])]) {
            $0[0].multiplied(byMatrix: $0[1]).addingBias($0[2]).relu()
        },
    ]

    private static let halfUpdates: [OperationCase] = [
        OperationCase("ApplyMomentum of half precision", dtypes: [.float16], inputs: [.random([2, 3])]) { inputs in
            let graph = inputs[0].graph
            func half(_ numbers: [Double], _ dimensions: [Int]) -> Tensor {
                graph.constant(NDArray(numbers, as: .float16, dimensions: dimensions))
            }
            let variables = ["w", "momentum"].map { name in
                graph.variable(
                    NDArray([0.5, -0.25, 1, 2, -0.125, 0.75], as: .float16, dimensions: [2, 3]), name: name)
            }
            let step = graph.addRaw(
                "ApplyMomentum",
                inputs: variables.map(\.reference) + [half([0.5], []), inputs[0], half([0.75], [])])
            guard let step else { return .invalid(in: graph) }
            return graph.withControlDependencies(on: [step]) {
                variables[0].readValue() + variables[1].readValue()
            }
        }
    ]

    private static let integers: [OperationCase] =
        [(false, false), (true, false), (false, true), (true, true)].flatMap { left, right in
            [
                OperationCase(
                    "MatMul of integers \(left) \(right)", dtypes: [.int32, .int64],
                    inputs: [.random(left ? [5, 3] : [3, 5]), .random(right ? [4, 5] : [5, 4])]
                ) { $0[0].multiplied(byMatrix: $0[1], transposingLeft: left, transposingRight: right) },
                OperationCase(
                    "BatchMatMulV2 of integers \(left) \(right)", dtypes: [.int32, .int64],
                    inputs: [.random(left ? [2, 1, 5, 3] : [2, 1, 3, 5]), .random(right ? [3, 4, 5] : [3, 5, 4])]
                ) { matmul($0[0], $0[1], transposingLeft: left, transposingRight: right) },
            ]
        }
}
