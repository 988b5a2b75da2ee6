public import AdjointCore
import AdjointOperations

/// The hinge loss max(0, 1 - (2z - 1)·x) of each logit x with label z, 0 or 1.
///
/// labels, logits: one shape, float32 or float64.
/// Weighted, reduced and collected as `Tensor.weightedLoss` does. TF: `tf.losses.hinge_loss`.
public func hingeLoss(
    labels: Tensor, logits: Tensor,
    weights: some LossWeights = 1.0, reduction: LossReduction = .sumByNonzeroWeights,
    collection: CollectionKey? = .losses, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    lossScope(name ?? "hinge_loss", logits, labels, operation: name, CreationSite(file, line)) {
        let ones = $1.onesLike(file: file, line: line)
        let signs = (2 * $1).subtracting(ones, name: "Sub", file: file, line: line)
        let products = signs.multiplied(by: $0, name: "Mul", file: file, line: line)
        return ones.subtracting(products, name: "Sub", file: file, line: line).relu(file: file, line: line)
    } reduce: {
        $0.reducingLosses(weights: weights, reduction, collection, operation: name, CreationSite(file, line))
    }
}

/// The cross entropy of independent two-class decisions.
///
/// labels, logits: one shape, float32 or float64.
/// Smoothing moves labels toward 1/2.
/// Weighted, reduced and collected as `Tensor.weightedLoss` does. TF: `tf.losses.sigmoid_cross_entropy`.
public func sigmoidCrossEntropyLoss(
    labels: Tensor, logits: Tensor, labelSmoothing: Double = 0,
    weights: some LossWeights = 1.0, reduction: LossReduction = .sumByNonzeroWeights,
    collection: CollectionKey? = .losses, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    lossScope(name ?? "sigmoid_cross_entropy_loss", logits, labels, operation: name, CreationSite(file, line)) {
        let smoothed = labelSmoothing > 0 ? $1 * (1 - labelSmoothing) + 0.5 * labelSmoothing : $1
        return sigmoidCrossEntropy(labels: smoothed, logits: $0, name: "xentropy", file: file, line: line)
    } reduce: {
        $0.reducingLosses(weights: weights, reduction, collection, operation: name, CreationSite(file, line))
    }
}

/// The cross entropy of classes given as distributions, one along the last dimension for each example.
///
/// labels, logits: `[…, classes]`, float32 or float64; the losses are `[…]`.
/// Smoothing moves labels toward 1/classes. No gradient reaches the labels.
/// Weighted, reduced and collected as `Tensor.weightedLoss` does. TF: `tf.losses.softmax_cross_entropy`.
public func softmaxCrossEntropyLoss(
    labels: Tensor, logits: Tensor, labelSmoothing: Double = 0,
    weights: some LossWeights = 1.0, reduction: LossReduction = .sumByNonzeroWeights,
    collection: CollectionKey? = .losses, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    lossScope(name ?? "softmax_cross_entropy_loss", logits, labels, operation: name, CreationSite(file, line)) {
        var labels = $1
        if labelSmoothing > 0 {
            let classCount = labels.shapeTensor(file: file, line: line)[-1].cast(to: $0.dtype, file: file, line: line)
            labels = labels * (1 - labelSmoothing) + labelSmoothing / classCount
        }
        labels = labels.stopGradient(name: "labels_stop_gradient", file: file, line: line)
        return softmaxCrossEntropy(labels: labels, logits: $0, name: "xentropy", file: file, line: line)
    } reduce: {
        $0.reducingLosses(weights: weights, reduction, collection, operation: name, CreationSite(file, line))
    }
}

/// The cross entropy of classes given as numbers.
///
/// labels: `[…]`, int32 or int64, in 0..<classes; logits: `[…, classes]`, float32 or float64; the losses are `[…]`.
/// Weighted, reduced and collected as `Tensor.weightedLoss` does. TF: `tf.losses.sparse_softmax_cross_entropy`.
public func sparseSoftmaxCrossEntropyLoss(
    labels: Tensor, logits: Tensor,
    weights: some LossWeights = 1.0, reduction: LossReduction = .sumByNonzeroWeights,
    collection: CollectionKey? = .losses, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    lossScope(
        name ?? "sparse_softmax_cross_entropy_loss", logits, labels, comparesShapes: false, operation: name,
        CreationSite(file, line)
    ) {
        sparseSoftmaxCrossEntropy(labels: $1, logits: $0, name: "xentropy", file: file, line: line)
    } reduce: {
        $0.reducingLosses(weights: weights, reduction, collection, operation: name, CreationSite(file, line))
    }
}
