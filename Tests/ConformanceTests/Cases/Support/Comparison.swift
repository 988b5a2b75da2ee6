package import Adjoint

/// Compares arrays within a tolerance relative to the largest magnitude.
package enum Comparison {
    /// How `value` misses `expected`, `nil` if nowhere by more than `tolerance` times the largest magnitude expected.
    package static func violation(
        _ law: String, _ tensor: Tensor, _ value: NDArray, _ expected: NDArray, tolerance: Double
    ) -> Violation? {
        guard value.dimensions == expected.dimensions else {
            return Violation(law, "\(tensor.name) is \(value.shape), not \(expected.shape)")
        }
        guard let a = value.doubles, let b = expected.doubles else {
            return value.isBitwiseEqual(to: expected)
                ? nil : Violation(law, "\(tensor.name) is \(value), not \(expected)")
        }
        let scale = b.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0
        for (index, (x, y)) in zip(a, b).enumerated() where x != y && !(x.isNaN && y.isNaN) {
            guard abs(x - y) <= tolerance * scale else {
                return Violation(law, "\(tensor.name)[\(index)] is \(x), not \(y), in a tensor of up to \(scale)")
            }
        }
        return nil
    }
}
