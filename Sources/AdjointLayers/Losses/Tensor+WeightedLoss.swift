public import AdjointCore
import AdjointOperations

extension Tensor {
    /// One loss of these losses of single examples, weighted. It joins a collection. TF: `tf.losses.compute_weighted_loss`.
    ///
    /// self: losses of any shape, float32 or float64. A sum divided by zero is 0.
    /// - Parameters:
    ///   - weights: A number, or a tensor that broadcasts to the losses.
    ///   - reduction: What becomes of the weighted losses.
    ///   - collection: What the loss joins; `nil` for none.
    ///   - name: The name scope, `weighted_loss` by default.
    public func weightedLoss(
        weights: some LossWeights = 1.0, reduction: LossReduction = .sumByNonzeroWeights,
        collection: CollectionKey? = .losses, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        return graph.nameScope(name ?? "weighted_loss") {
            reducingLosses(weights: weights, reduction, collection, operation: name, CreationSite(file, line))
        }
    }

    /// Weights, reduces and collects losses, in the current name scope.
    func reducingLosses(
        weights: some LossWeights, _ reduction: LossReduction, _ collection: CollectionKey?, operation: String?,
        _ site: CreationSite
    ) -> Tensor {
        guard isValid else { return self }
        let (file, line) = (site.fileID, site.line)
        let weights = weights.weightTensor(in: graph, dtype: dtype, site: site)
        guard weights.isValid else { return weights }
        guard weights.broadcastsAsWeights(to: self) else {
            return graph.record(
                GraphError(
                    .shape, "weights \(weights.shape) do not fit losses \(shape)", operationType: "weighted_loss",
                    operationName: operation, site: site,
                    subjects: [.init(role: "weights", weights), .init(role: "losses", self)],
                    remedy: "weights are a scalar, or have the losses' rank and in each dimension their extent or 1"))
        }
        let weighted = multiplied(by: weights, name: "Mul", file: file, line: line)
        guard reduction != .none else {
            if let collection { graph.add(weighted, to: collection) }
            return weighted
        }
        var loss = weighted.sum(file: file, line: line)
        let count: Tensor? =
            switch reduction {
            case .none, .sum: nil
            case .mean: (weighted.onesLike(file: file, line: line) * weights).sum(file: file, line: line)
            case .sumOverBatchSize:
                graph.nameScope("num_elements") {
                    weighted.sizeTensor(file: file, line: line).cast(to: dtype, file: file, line: line)
                }
            case .sumByNonzeroWeights: weighted.countPresent(weights, site)
            }
        if let count {
            loss = graph.addTensor(
                DivNoNan(), inputs: [loss.sum(file: file, line: line), count], name: "value", site: site)
        }
        if let collection, loss.isValid { graph.add(loss, to: collection) }
        return loss
    }

    /// How many losses have a weight other than zero. TF: `_num_present`.
    private func countPresent(_ weights: Tensor, _ site: CreationSite) -> Tensor {
        let (file, line) = (site.fileID, site.line)
        let scope = graph.resolveNameScope("num_present")
        return graph.nameScope(scope + "/") {
            let isZero = weights.isEqual(to: 0, file: file, line: line)
            let present = selectRows(
                isZero, then: weights.zerosLike(file: file, line: line), else: weights.onesLike(file: file, line: line),
                file: file, line: line)
            let broadcast = graph.nameScope("broadcast_weights") { onesLike(file: file, line: line) }
            return present.multiplied(by: broadcast, name: "broadcast_weights", file: file, line: line)
                .sum(name: scope + "/", file: file, line: line)
        }
    }

    /// Whether this tensor is a scalar, or has the losses' rank and in each dimension their extent or 1, as far as known.
    private func broadcastsAsWeights(to losses: Tensor) -> Bool {
        guard let own = shape.partialDimensions, !own.isEmpty, let theirs = losses.shape.partialDimensions else {
            return true
        }
        return own.count == theirs.count
            && zip(own, theirs).allSatisfy { $0 == nil || $0 == 1 || $1 == nil || $0 == $1 }
    }
}
