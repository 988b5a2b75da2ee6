import AdjointCore

extension GradientContext {
    /// The answer of an op that can be differentiated, but not with these shapes or attributes: a mistake that says why.
    func unavailableGradients(_ reason: String) -> [Tensor?] {
        let mistake = graph.record(
            GraphError(
                .gradient, reason, operationType: operation.type, operationName: operation.name, site: operation.site))
        return inputs.map { _ in mistake }
    }
}
