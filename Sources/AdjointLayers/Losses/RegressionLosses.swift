public import AdjointCore
import AdjointOperations

/// The loss (prediction - label)² of each element.
///
/// labels, predictions: one shape, float32 or float64.
/// Weighted, reduced and collected as `Tensor.weightedLoss` does. TF: `tf.losses.mean_squared_error`.
public func meanSquaredError(
    labels: Tensor, predictions: Tensor,
    weights: some LossWeights = 1.0, reduction: LossReduction = .sumByNonzeroWeights,
    collection: CollectionKey? = .losses, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    lossScope(name ?? "mean_squared_error", predictions, labels, operation: name, CreationSite(file, line)) {
        squaredDifference($0, $1, file: file, line: line)
    } reduce: {
        $0.reducingLosses(weights: weights, reduction, collection, operation: name, CreationSite(file, line))
    }
}

/// The loss |prediction - label| of each element.
///
/// labels, predictions: one shape, float32 or float64.
/// Weighted, reduced and collected as `Tensor.weightedLoss` does. TF: `tf.losses.absolute_difference`.
public func absoluteDifference(
    labels: Tensor, predictions: Tensor,
    weights: some LossWeights = 1.0, reduction: LossReduction = .sumByNonzeroWeights,
    collection: CollectionKey? = .losses, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    lossScope(name ?? "absolute_difference", predictions, labels, operation: name, CreationSite(file, line)) {
        $0.subtracting($1, name: "Sub", file: file, line: line).abs(file: file, line: line)
    } reduce: {
        $0.reducingLosses(weights: weights, reduction, collection, operation: name, CreationSite(file, line))
    }
}

/// Huber's loss of each element: quadratic where |prediction - label| ≤ delta, linear beyond.
///
/// labels, predictions: one shape, float32 or float64.
/// q = min(|e|, delta); q²/2 + delta·(|e| - q). Huber (1964).
/// Weighted, reduced and collected as `Tensor.weightedLoss` does. TF: `tf.losses.huber_loss`.
public func huberLoss(
    labels: Tensor, predictions: Tensor, delta: Double = 1,
    weights: some LossWeights = 1.0, reduction: LossReduction = .sumByNonzeroWeights,
    collection: CollectionKey? = .losses, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    lossScope(name ?? "huber_loss", predictions, labels, operation: name, CreationSite(file, line)) {
        let magnitude = $0.subtracting($1, name: "Sub", file: file, line: line).abs(file: file, line: line)
        let quadratic = minimum(magnitude, delta, file: file, line: line)
        let linear = magnitude - quadratic
        return 0.5 * (quadratic * quadratic) + delta * linear
    } reduce: {
        $0.reducingLosses(weights: weights, reduction, collection, operation: name, CreationSite(file, line))
    }
}

/// The loss -(z·log(p + ε) + (1 - z)·log(1 - p + ε)) of each predicted probability p with label z.
///
/// labels, predictions: one shape, float32 or float64.
/// Weighted, reduced and collected as `Tensor.weightedLoss` does. TF: `tf.losses.log_loss`.
public func logLoss(
    labels: Tensor, predictions: Tensor, epsilon: Double = 1e-7,
    weights: some LossWeights = 1.0, reduction: LossReduction = .sumByNonzeroWeights,
    collection: CollectionKey? = .losses, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    lossScope(name ?? "log_loss", predictions, labels, operation: name, CreationSite(file, line)) {
        let positive = ($1 * ($0 + epsilon).log(file: file, line: line)).negated(file: file, line: line)
        return positive - (1 - $1) * (1 - $0 + epsilon).log(file: file, line: line)
    } reduce: {
        $0.reducingLosses(weights: weights, reduction, collection, operation: name, CreationSite(file, line))
    }
}

/// The loss 1 - Σ labels·predictions along an axis: the cosine distance of unit vectors.
///
/// labels, predictions: one shape, float32 or float64, vectors of length 1 along the axis, which stays with extent 1.
/// Weighted, reduced and collected as `Tensor.weightedLoss` does. TF: `tf.losses.cosine_distance`.
public func cosineDistance(
    labels: Tensor, predictions: Tensor, axis: Int,
    weights: some LossWeights = 1.0, reduction: LossReduction = .sumByNonzeroWeights,
    collection: CollectionKey? = .losses, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    lossScope(name ?? "cosine_distance_loss", predictions, labels, operation: name, CreationSite(file, line)) {
        let products = $0.multiplied(by: $1, name: "Mul", file: file, line: line)
        return 1 - products.sum(axes: [axis], keepingDimensions: true, file: file, line: line)
    } reduce: {
        $0.reducingLosses(weights: weights, reduction, collection, operation: name, CreationSite(file, line))
    }
}

/// Checks two tensors, builds losses of both in a name scope, and reduces them.
func lossScope(
    _ scope: String, _ predictions: Tensor, _ labels: Tensor, comparesShapes: Bool = true, operation: String?,
    _ site: CreationSite, losses: (_ predictions: Tensor, _ labels: Tensor) -> Tensor, reduce: (Tensor) -> Tensor
) -> Tensor {
    guard predictions.isValid, labels.isValid else { return predictions.isValid ? labels : predictions }
    let graph = predictions.graph
    return graph.nameScope(scope) {
        let labels = comparesShapes ? labels.cast(to: predictions.dtype, file: site.fileID, line: site.line) : labels
        guard !comparesShapes || predictions.shape.isCompatible(with: labels.shape) else {
            return graph.record(
                GraphError(
                    .shape, "predictions \(predictions.shape) and labels \(labels.shape) must have one shape",
                    operationType: scope, operationName: operation, site: site,
                    subjects: [.init(role: "predictions", predictions), .init(role: "labels", labels)]))
        }
        let losses = losses(predictions, labels)
        return losses.isValid ? reduce(losses) : losses
    }
}
