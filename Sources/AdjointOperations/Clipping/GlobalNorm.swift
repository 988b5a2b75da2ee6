public import AdjointCore

/// The L2 norm of all elements of all tensors together: √(Σ ‖t‖²).
///
/// Floating-point tensors of any shapes; `nil` entries, as gradients have them, count nothing. A scalar.
/// TF: `tf.global_norm`.
/// - Precondition: at least one entry is not `nil`.
public func globalNorm(
    of tensors: [Tensor?], name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    let present = tensors.compactMap { $0 }
    precondition(!present.isEmpty, "a norm needs at least one tensor")
    if let invalid = present.first(where: { !$0.isValid }) { return invalid }
    let graph = present[0].graph
    return graph.nameScope(name ?? "global_norm") {
        let halves = present.map { tensor in
            graph.colocated(with: tensor.operation) { tensor.l2Loss(file: file, line: line) }
        }
        let sum = stack(halves, file: file, line: line).sum(file: file, line: line)
        let two = graph.constant(NDArray(2, dtype: sum.dtype), file: file, line: line)
        return (sum * two).sqrt(name: "global_norm", file: file, line: line)
    }
}

/// The tensors, all scaled by one factor so that their norm together is at most `limit`: t·limit / max(norm, limit).
///
/// `nil` entries stay `nil`. If the norm is infinite or NaN, all results are NaN. Source: Pascanu et al. 2012.
/// TF: `tf.clip_by_global_norm`.
/// - Parameters:
///   - tensors: Floating-point tensors of any shapes, such as gradients.
///   - limit: The largest norm to leave as it is.
///   - norm: The tensors' norm, if it is at hand; ``globalNorm(of:name:file:line:)`` by default.
/// - Returns: The scaled tensors, and their norm before.
/// - Precondition: at least one entry is not `nil`.
public func clipped(
    _ tensors: [Tensor?], byGlobalNorm limit: some TensorScalar, usingNorm norm: Tensor? = nil, name: String? = nil,
    file: StaticString = #fileID, line: UInt = #line
) -> (tensors: [Tensor?], norm: Tensor) {
    let norm = norm ?? globalNorm(of: tensors, name: name, file: file, line: line)
    guard norm.isValid else { return (tensors, norm) }
    let graph = norm.graph
    let scope = name ?? "clip_by_global_norm"
    return graph.nameScope(scope) {
        let reciprocal = 1 / norm
        let one = graph.constant(NDArray(1, dtype: norm.dtype))
        let finiteScale = limit * minimum(reciprocal, one / limit)
        // Adds 0, or NaN if the norm is not finite.
        let scale = finiteScale + (norm - norm)
        let ownScope = graph.currentNameScope
        let results = tensors.enumerated().map { index, tensor in
            tensor.map { tensor in
                guard tensor.isValid else { return tensor }
                return graph.colocated(with: tensor.operation) {
                    let scaled = tensor * scale.cast(to: tensor.dtype)
                    return scaled.identity(name: "\(ownScope)/_\(index)", file: file, line: line)
                }
            }
        }
        return (results, norm)
    }
}
