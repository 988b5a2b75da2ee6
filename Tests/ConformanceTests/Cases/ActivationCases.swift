import Adjoint
import AdjointCore

extension OperationCase {
    /// Activation functions on either side of their kinks.
    static let activations: [OperationCase] =
        pieces("Relu") { $0.relu() }
        + pieces("Relu6") { $0.relu6() }
        + unaryCases("Relu6 above 6", 6.5...8) { $0.relu6() }
        + pieces("LeakyRelu") { $0.leakyRelu() }
        + pieces("LeakyRelu with another slope") { $0.leakyRelu(alpha: 0.01) }
        + pieces("Elu") { $0.elu() }
        + pieces("Selu") { $0.selu() }
        + pieces("Softsign") { $0.softsign() }
        + unaryCases("Softplus", -3...3) { $0.softplus() }
        + [
            specials("Relu of special values") { $0.relu() },
            specials("Relu6 of special values") { $0.relu6() },
            specials("LeakyRelu of special values") { $0.leakyRelu() },
            specials("Elu of special values") { $0.elu() },
            specials("Selu of special values") { $0.selu() },
            specials("Softplus of special values") { $0.softplus() },
            OperationCase("Maximum as a leaky rectifier", inputs: [.randomIn(0.1...1, [2, 3])]) {
                maximum(0.01 * $0[0], $0[0])
            },
            OperationCase("Softmax", inputs: [.random([2, 3])]) { $0[0].softmax() },
            OperationCase("Softmax of rank 3", inputs: [.randomIn(-8...8, [2, 3, 4])]) { $0[0].softmax() },
            OperationCase("Softmax of a vector", inputs: [.random([5])]) { $0[0].softmax() },
            OperationCase("Softmax of one class", inputs: [.random([3, 1])]) { $0[0].softmax() },
            OperationCase("Softmax of no rows", inputs: [.random([0, 3])]) { $0[0].softmax() },
            OperationCase("Softmax along another axis", inputs: [.random([2, 3, 4])]) { $0[0].softmax(axis: 0) },
            OperationCase("LogSoftmax along another axis", inputs: [.random([2, 3, 4])]) { $0[0].logSoftmax(axis: -2) },
            OperationCase("LogSoftmax", inputs: [.random([2, 3])]) { $0[0].logSoftmax() },
            OperationCase("LogSoftmax of rank 3", inputs: [.randomIn(-8...8, [2, 3, 4])]) { $0[0].logSoftmax() },
            OperationCase("LogSoftmax of no rows", inputs: [.random([0, 3])]) { $0[0].logSoftmax() },
        ]

    private static func pieces(
        _ name: String, _ build: @escaping @Sendable (Tensor) -> Tensor
    ) -> [OperationCase] {
        unaryCases(name, 0.1...2, build) + unaryCases("\(name) below 0", -2 ... -0.1, build)
    }
}
