public import AdjointCore

/// The cross entropy of independent two-class decisions: max(x, 0) - x·z + log(1 + e^-|x|) for logits x and labels z,
/// which is -z·log σ(x) - (1 - z)·log(1 - σ(x)) without overflow.
///
/// labels, logits: one shape, float32 or float64; the result has it too. Built of elementwise ops under the name
/// `logistic_loss`, as TensorFlow builds it. TF: `tf.nn.sigmoid_cross_entropy_with_logits`.
public func sigmoidCrossEntropy(
    labels: Tensor, logits: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    guard logits.isValid, labels.isValid else { return logits.isValid ? labels : logits }
    guard logits.shape.isCompatible(with: labels.shape) else {
        return logits.graph.record(
            GraphError(
                .shape, "logits \(logits.shape) and labels \(labels.shape) must have one shape",
                operationType: AddV2.type, operationName: name ?? "logistic_loss", site: CreationSite(file, line),
                subjects: [.init(role: "logits", logits), .init(role: "labels", labels)]))
    }
    return logits.graph.scoped(name ?? "logistic_loss") { ownName in
        // Either branch of a maximum or an absolute value has the right gradient at 0 only if both select alike.
        let zeros = logits.zerosLike(file: file, line: line)
        let isNotNegative = logits.isGreaterOrEqual(to: zeros, file: file, line: line)
        let rectified = selectRows(isNotNegative, then: logits, else: zeros, file: file, line: line)
        let negated = logits.negated(file: file, line: line)
        let negativeMagnitude = selectRows(isNotNegative, then: negated, else: logits, file: file, line: line)
        let linear = rectified - logits * labels
        return linear.adding(
            negativeMagnitude.exp(file: file, line: line).log1p(file: file, line: line), name: ownName, file: file,
            line: line)
    }
}
