import Adjoint
import Testing

/// Weights, reductions and collections of losses; the goldens of training compare each loss with TensorFlow.
@Suite struct LossTests {
    private let graph = Graph()
    private let labels: Tensor
    private let predictions: Tensor

    init() {
        labels = graph.constant([1, 2, 3, 4] as [Float], shape: [2, 2])
        predictions = graph.constant([1, 4, 3, 1] as [Float], shape: [2, 2])
    }

    private func value(_ tensor: Tensor) throws -> [Float] { try Session(graph).run(tensor).scalars(as: Float.self) }

    // The squares are 0 4 0 9, and 0 4 0 0 with the weights.
    @Test(
        arguments: [
            (.none, [0, 4, 0, 0]), (.sum, [4]), (.mean, [2]), (.sumOverBatchSize, [1]), (.sumByNonzeroWeights, [2]),
        ] as [(LossReduction, [Float])])
    func reductions(_ reduction: LossReduction, expected: [Float]) throws {
        let weights = graph.constant([1, 0] as [Float], shape: [2, 1])
        let loss = meanSquaredError(
            labels: labels, predictions: predictions, weights: weights, reduction: reduction)
        #expect(try value(loss) == expected)
        #expect(graph.tensors(in: .losses) == [loss])
    }

    @Test func aNumberWeighsAllAlike() throws {
        #expect(try value(meanSquaredError(labels: labels, predictions: predictions, weights: 2.0)) == [6.5])
        // Sums without a divisor are zero rather than NaN.
        #expect(try value(absoluteDifference(labels: labels, predictions: predictions, weights: 0.0)) == [0])
    }

    @Test func namesAndCollectionsAreTensorFlows() throws {
        let first = meanSquaredError(labels: labels, predictions: predictions)
        let second = huberLoss(labels: labels, predictions: predictions, reduction: .sum)
        let third = hingeLoss(labels: labels, logits: predictions, collection: nil, name: "mine")
        #expect(
            [first, second, third].map(\.name)
                == ["mean_squared_error/value:0", "huber_loss/Sum:0", "mine/value:0"])
        #expect(graph.tensors(in: .losses) == [first, second])
        let total = graph.totalLoss()
        #expect(total.name == "total_loss:0" && total.operation.inputs == [first, second])
        #expect(try value(total) == [3.25 + 1.5 + 2.5])
    }

    @Test func shapesThatDoNotFitAreMistakes() {
        let vector = graph.constant([1, 2] as [Float])
        #expect(!meanSquaredError(labels: vector, predictions: predictions).isValid)
        #expect(graph.mistakes.last?.message.contains("must have one shape") == true)
        #expect(!meanSquaredError(labels: labels, predictions: predictions, weights: vector).isValid)
        #expect(graph.mistakes.last?.message.contains("do not fit") == true)
        let empty = Graph()
        #expect(!empty.totalLoss().isValid)
        #expect(empty.mistakes.first?.message.contains("no losses") == true)
    }
}
