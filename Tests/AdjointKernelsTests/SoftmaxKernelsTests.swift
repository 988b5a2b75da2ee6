import AdjointKernels
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Softmax, its cross entropies, and the best of a row.
@Suite struct SoftmaxKernelsTests {
    static let workers = WorkerPool(threadCount: 1)

    private func softmax<Scalar: VectorScalar>(
        _ logits: [Scalar], classes: Int, logarithm: Bool = false, kernels: KernelTable = .best,
        workers: WorkerPool = Self.workers
    ) -> [Scalar] {
        map(logits) { source, target, count in
            SoftmaxKernels.softmax(
                source, Scalar.elementType, to: target, logarithm: logarithm, rows: count / classes, classes: classes,
                kernels: kernels, workers: workers)
        }
    }

    private func exactSoftmax(_ row: [Double]) -> [Double] {
        let largest = row.max() ?? 0
        let sum = row.reduce(0) { $0 + exp($1 - largest) }
        return row.map { exp($0 - largest) / sum }
    }

    private func logits<Scalar: VectorScalar>(_: Scalar.Type, _ count: Int) -> [Scalar] {
        var random = TestRandom(UInt64(count))
        return (0..<count).map { _ in Scalar(Double.random(in: -30...30, using: &random)) }
    }

    @Test(arguments: KernelTable.available) func rowsAreDistributions(kernels: KernelTable) {
        for classes in [1, 2, 7, 10, 16, 17, 40] {
            let values = logits(Float.self, 3 * classes)
            let result = softmax(values, classes: classes, kernels: kernels)
            let logarithms = softmax(values, classes: classes, logarithm: true, kernels: kernels)
            for row in 0..<3 {
                let range = row * classes..<(row + 1) * classes
                let largest = values[range].max() ?? 0
                for (index, expected) in zip(range, exactSoftmax(values[range].map(Double.init))) {
                    // The distance to the largest logit is rounded, which counts in full in the exponent.
                    let distance = Double(largest - values[index])
                    #expect(abs(Double(result[index]) - expected) <= (0x1p-24 * distance + 3e-7) * expected)
                    #expect(abs(Double(logarithms[index]) - log(expected)) <= 3e-7 * max(1, abs(log(expected))))
                }
            }
        }
    }

    @Test func instructionSetsAgreeAndRowsStandAlone() {
        func check<Scalar: VectorScalar>(_: Scalar.Type) {
            for classes in [3, 10, 19] {
                let values = logits(Scalar.self, 5 * classes)
                for logarithm in [false, true] {
                    let expected = softmax(
                        values, classes: classes, logarithm: logarithm, kernels: KernelTable.available[0])
                    for kernels in KernelTable.available {
                        let result = softmax(values, classes: classes, logarithm: logarithm, kernels: kernels)
                        #expect(result == expected)
                        for row in 0..<5 {
                            let range = row * classes..<(row + 1) * classes
                            let alone = softmax(
                                Array(values[range]), classes: classes, logarithm: logarithm, kernels: kernels)
                            #expect(alone == Array(expected[range]))
                        }
                    }
                }
            }
        }
        check(Float.self)
        check(Double.self)
        let many = logits(Float.self, 3000 * 10)
        #expect(softmax(many, classes: 10) == softmax(many, classes: 10, workers: WorkerPool(threadCount: 3)))
    }

    @Test func extremeLogits() {
        #expect(softmax([1000, 0] as [Float], classes: 2) == [1, 0])
        #expect(softmax([-.infinity, 3] as [Float], classes: 2) == [0, 1])
        #expect(softmax([-.infinity, -.infinity] as [Float], classes: 2).allSatisfy { $0.isNaN })
        #expect(softmax([.nan, 3] as [Float], classes: 2).allSatisfy { $0.isNaN })
    }

    @Test(arguments: KernelTable.available) func crossEntropies(kernels: KernelTable) {
        let (rows, classes) = (4, 11)
        let values = logits(Double.self, rows * classes)
        let labels: [Int64] = [0, 10, 3, 3]
        var dense = [Double](repeating: 0, count: rows * classes)
        for row in 0..<rows { dense[row * classes + Int(labels[row])] = 1 }
        func run(_ labelsRowStride: Int?) -> (loss: [Double], backprop: [Double], badRow: Int?) {
            var (loss, backprop) = ([Double](repeating: 0, count: rows), [Double](repeating: 0, count: rows * classes))
            var badRow: Int?
            if let labelsRowStride {
                SoftmaxKernels.crossEntropy(
                    logits: values, logitsRowStride: classes, labels: dense, labelsRowStride: labelsRowStride, .float64,
                    loss: &loss, backprop: &backprop, rows: rows, classes: classes, kernels: kernels,
                    workers: Self.workers)
            } else {
                badRow = SoftmaxKernels.sparseCrossEntropy(
                    logits: values, .float64, labels: labels, labelType: .int64, loss: &loss, backprop: &backprop,
                    rows: rows, classes: classes, kernels: kernels, workers: Self.workers)
            }
            return (loss, backprop, badRow)
        }
        let (sparse, full, broadcast) = (run(nil), run(classes), run(0))
        #expect(sparse.badRow == nil)
        for row in 0..<rows {
            let exact = exactSoftmax(Array(values[row * classes..<(row + 1) * classes]))
            let label = Int(labels[row])
            #expect(abs(sparse.loss[row] + log(exact[label])) <= 1e-14 * max(1, -log(exact[label])))
            #expect(abs(full.loss[row] + log(exact[label])) <= 1e-14 * max(1, -log(exact[label])))
            #expect(abs(broadcast.loss[row] + log(exact[0])) <= 1e-14 * max(1, -log(exact[0])))
            for index in 0..<classes {
                let expected = exact[index] - (index == label ? 1 : 0)
                #expect(abs(sparse.backprop[row * classes + index] - expected) <= 1e-15)
                #expect(full.backprop[row * classes + index] == sparse.backprop[row * classes + index])
            }
        }
    }

    @Test func labelsOutOfRangeAreReported() {
        var (loss, backprop) = ([Float](repeating: 0, count: 3), [Float](repeating: 0, count: 6))
        for (labels, badRow) in [([0, 1, 1], nil), ([0, 2, -1], 1), ([-1, 0, 0], 0)] as [([Int32], Int?)] {
            let found = SoftmaxKernels.sparseCrossEntropy(
                logits: [1, 2, 3, 4, 5, 6] as [Float], .float32, labels: labels, labelType: .int32, loss: &loss,
                backprop: &backprop, rows: 3, classes: 2, workers: Self.workers)
            #expect(found == badRow)
            for row in 0..<3 { #expect(loss[row].isNaN == !(0..<2).contains(labels[row])) }
        }
    }

    @Test func theBestComeInOrder() {
        var random = TestRandom(4)
        for (columns, k) in [(1, 1), (5, 5), (20, 3), (64, 17), (100, 1), (9, 0)] {
            let values = (0..<2 * columns).map { _ in Int32.random(in: 0..<12, using: &random) }
            var best = [Int32](repeating: 0, count: 2 * k)
            var indices = [Int32](repeating: 0, count: 2 * k)
            SoftmaxKernels.topK(
                values, .int32, values: &best, indices: &indices, rows: 2, columns: columns, k: k, workers: Self.workers
            )
            for row in 0..<2 {
                let own = Array(values[row * columns..<(row + 1) * columns])
                let order = own.indices.sorted { (own[$1], $0) < (own[$0], $1) }.prefix(k)
                #expect(Array(indices[row * k..<(row + 1) * k]) == order.map { Int32($0) })
                #expect(Array(best[row * k..<(row + 1) * k]) == order.map { own[$0] })
            }
        }
    }

    @Test func amongTheBestTiesCountAsIn() {
        let predictions: [Float] = [0.1, 0.2, 0.2, 0.3, 0.1, .infinity, 0.2, 0.1, 1, 2, 3, 4, 1, 2, 3, 4]
        var result = [UInt8](repeating: 9, count: 4)
        SoftmaxKernels.inTopK(
            predictions: predictions, .float32, targets: [1, 0, 1, 4] as [Int32], targetType: .int32, to: &result,
            rows: 4, classes: 4, k: 2, workers: Self.workers)
        #expect(result == [1, 0, 0, 0])
    }
}
