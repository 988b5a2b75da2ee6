import CAdjointKernels
import Synchronization

/// Functions of rows of class scores (logits), for `float32` and `float64`.
///
/// Every row's largest logit is subtracted first, so nothing overflows; sums over a row are taken in double precision.
public enum SoftmaxKernels {
    /// softmax(x)ᵢ = eˣⁱ / Σⱼ eˣʲ (`Softmax`), or its logarithm (`LogSoftmax`).
    ///
    /// - Parameters:
    ///   - logits: [rows, classes].
    ///   - type: `float32` or `float64`.
    ///   - target: [rows, classes]; may be `logits`.
    ///   - logarithm: Whether to give the logarithm.
    ///   - rows: The number of rows.
    ///   - classes: The number of classes.
    ///   - kernels: The kernels to compute with.
    ///   - workers: The threads to compute on.
    public static func softmax(
        _ logits: UnsafeRawPointer, _ type: ElementType, to target: UnsafeMutableRawPointer, logarithm: Bool = false,
        rows: Int, classes: Int, kernels: KernelTable = .best, workers: WorkerPool
    ) {
        precondition(type.isComputableFloat, "softmax does not take \(type)")
        guard classes > 0 else { return }
        let stride = classes * type.byteCount
        workers.parallelRanges(rows, grain: max(1, 4096 / classes)) { range in
            adjoint_softmax_rows(
                kernels.vectorISA, type.cType, logarithm, logits + range.lowerBound * stride,
                target + range.lowerBound * stride, range.count, classes)
        }
    }

    /// Cross entropy against class probabilities, and its gradient (`SoftmaxCrossEntropyWithLogits`).
    ///
    /// loss = -Σᵢ pᵢ log softmax(x)ᵢ, where classes with pᵢ = 0 count nothing; backprop = softmax(x) - p.
    ///
    /// - Parameters:
    ///   - logits: [rows, classes], or one row for all.
    ///   - logitsRowStride: Elements from one row of logits to the next: `classes`, or 0 for one row for all.
    ///   - labels: The probabilities p: [rows, classes], or one row for all.
    ///   - labelsRowStride: Elements from one row of labels to the next.
    ///   - type: `float32` or `float64`.
    ///   - loss: [rows].
    ///   - backprop: [rows, classes]; must not overlap `logits` or `labels`.
    ///   - rows: The number of rows.
    ///   - classes: The number of classes.
    ///   - kernels: The kernels to compute with.
    ///   - workers: The threads to compute on.
    public static func crossEntropy(
        logits: UnsafeRawPointer, logitsRowStride: Int, labels: UnsafeRawPointer, labelsRowStride: Int,
        _ type: ElementType, loss: UnsafeMutableRawPointer, backprop: UnsafeMutableRawPointer, rows: Int, classes: Int,
        kernels: KernelTable = .best, workers: WorkerPool
    ) {
        precondition(type.isComputableFloat, "softmax cross entropy does not take \(type)")
        let size = type.byteCount
        workers.parallelRanges(rows, grain: max(1, 4096 / max(1, classes))) { range in
            let first = range.lowerBound
            adjoint_softmax_cross_entropy_rows(
                kernels.vectorISA, type.cType, logits + first * logitsRowStride * size, logitsRowStride,
                labels + first * labelsRowStride * size, labelsRowStride, loss + first * size,
                backprop + first * classes * size, range.count, classes)
        }
    }

    /// Cross entropy against class indices, and its gradient (`SparseSoftmaxCrossEntropyWithLogits`).
    ///
    /// loss = -log softmax(x)ₗ for label l; backprop = softmax(x), less 1 at l. Rows whose label is out of range give
    /// NaN.
    ///
    /// - Parameters:
    ///   - logits: [rows, classes].
    ///   - type: `float32` or `float64`.
    ///   - labels: [rows], class indices.
    ///   - labelType: `int32` or `int64`.
    ///   - loss: [rows].
    ///   - backprop: [rows, classes]; must not overlap `logits`.
    ///   - rows: The number of rows.
    ///   - classes: The number of classes.
    ///   - kernels: The kernels to compute with.
    ///   - workers: The threads to compute on.
    /// - Returns: The first row whose label is not in `0..<classes`, or nil if all are.
    public static func sparseCrossEntropy(
        logits: UnsafeRawPointer, _ type: ElementType, labels: UnsafeRawPointer, labelType: ElementType,
        loss: UnsafeMutableRawPointer, backprop: UnsafeMutableRawPointer, rows: Int, classes: Int,
        kernels: KernelTable = .best, workers: WorkerPool
    ) -> Int? {
        precondition(type.isComputableFloat, "softmax cross entropy does not take \(type)")
        precondition(labelType == .int32 || labelType == .int64, "labels are int32 or int64, not \(labelType)")
        let size = type.byteCount
        let firstBadRow = Atomic<Int>(Int.max)
        workers.parallelRanges(rows, grain: max(1, 4096 / max(1, classes))) { range in
            let first = range.lowerBound
            let badRow = adjoint_sparse_softmax_cross_entropy_rows(
                kernels.vectorISA, type.cType, logits + first * classes * size, labelType.cType,
                labels + first * labelType.byteCount, loss + first * size, backprop + first * classes * size,
                range.count, classes)
            if badRow >= 0 { firstBadRow.min(first + badRow, ordering: .relaxed) }
        }
        let badRow = firstBadRow.load(ordering: .relaxed)
        return badRow == Int.max ? nil : badRow
    }

    /// The k largest elements of every row in descending order, the lower index first on ties (`TopKV2`).
    ///
    /// - Parameters:
    ///   - source: [rows, columns].
    ///   - type: A numeric type that can be computed with.
    ///   - values: [rows, k].
    ///   - indices: [rows, k], positions within the row.
    ///   - rows: The number of rows.
    ///   - columns: The length of a row.
    ///   - k: How many to find, at most `columns`.
    ///   - workers: The threads to compute on.
    /// - Complexity: O(rows·columns·log k).
    public static func topK(
        _ source: UnsafeRawPointer, _ type: ElementType, values: UnsafeMutableRawPointer,
        indices: UnsafeMutablePointer<Int32>, rows: Int, columns: Int, k: Int, workers: WorkerPool
    ) {
        precondition(0 <= k && k <= columns, "cannot find the \(k) largest of \(columns)")
        precondition(
            type != .bool && type != .float16 && type != .bfloat16, "cannot find the largest elements of \(type)")
        let size = type.byteCount
        workers.parallelRanges(rows, grain: max(1, 8192 / max(1, columns))) { range in
            let first = range.lowerBound
            adjoint_top_k_rows(
                type.cType, source + first * columns * size, values + first * k * size, indices + first * k,
                range.count, columns, k)
        }
    }

    /// Whether the target class of every row is among its k best (`InTopK`, `InTopKV2`): fewer than k predictions exceed
    /// the target's, so ties at the boundary all count as in. False where the target is out of range, or where a
    /// prediction is not finite.
    ///
    /// - Parameters:
    ///   - predictions: [rows, classes].
    ///   - type: `float32` or `float64`.
    ///   - targets: [rows], class indices.
    ///   - targetType: `int32` or `int64`.
    ///   - result: [rows], booleans.
    ///   - rows: The number of rows.
    ///   - classes: The number of classes.
    ///   - k: The number of best predictions that count.
    ///   - workers: The threads to compute on.
    public static func inTopK(
        predictions: UnsafeRawPointer, _ type: ElementType, targets: UnsafeRawPointer, targetType: ElementType,
        to result: UnsafeMutableRawPointer, rows: Int, classes: Int, k: Int, workers: WorkerPool
    ) {
        precondition(type.isComputableFloat, "inTopK does not take \(type)")
        precondition(targetType == .int32 || targetType == .int64, "targets are int32 or int64, not \(targetType)")
        let size = type.byteCount
        workers.parallelRanges(rows, grain: max(1, 16384 / max(1, classes))) { range in
            let first = range.lowerBound
            adjoint_in_top_k_rows(
                type.cType, predictions + first * classes * size, targetType.cType,
                targets + first * targetType.byteCount, (result + first).assumingMemoryBound(to: UInt8.self),
                range.count, classes, max(0, k))
        }
    }
}
