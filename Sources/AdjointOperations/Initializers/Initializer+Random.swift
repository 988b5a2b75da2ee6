import AdjointCore

extension Initializer {
    /// Uniform in `low..<high`; integers for an integer variable. TF: `random_uniform_initializer`.
    public static func randomUniform(from low: Double = 0, to high: Double = 1, seed: Int? = nil) -> Initializer {
        Initializer(building: { graph, shape, dtype, site in
            if dtype.isInteger {
                guard let range = Self.integerRange(low, high) else {
                    return graph.record(
                        GraphError(.variable, "there are no integers from \(low) to below \(high)", site: site))
                }
                return graph.randomIntegers(
                    shape: shape, in: range, dtype: dtype, seed: seed, file: site.fileID, line: site.line)
            }
            return graph.randomUniform(
                shape: shape, from: low, to: high, dtype: dtype, seed: seed, file: site.fileID, line: site.line)
        })
    }

    /// Normally distributed. TF: `random_normal_initializer`.
    public static func randomNormal(
        mean: Double = 0, standardDeviation: Double = 1, seed: Int? = nil
    ) -> Initializer {
        Initializer(building: { graph, shape, dtype, site in
            graph.randomNormal(
                shape: shape, mean: mean, standardDeviation: standardDeviation, dtype: dtype, seed: seed,
                file: site.fileID, line: site.line)
        })
    }

    /// Normally distributed, values further than two deviations from the mean drawn again.
    /// TF: `truncated_normal_initializer`.
    public static func truncatedNormal(
        mean: Double = 0, standardDeviation: Double = 1, seed: Int? = nil
    ) -> Initializer {
        Initializer(building: { graph, shape, dtype, site in
            graph.truncatedNormal(
                shape: shape, mean: mean, standardDeviation: standardDeviation, dtype: dtype, seed: seed,
                file: site.fileID, line: site.line)
        })
    }

    private static func integerRange(_ low: Double, _ high: Double) -> Range<Int>? {
        guard let low = Int(exactly: low.rounded(.down)), let high = Int(exactly: high.rounded(.down)), low < high
        else { return nil }
        return low..<high
    }
}
