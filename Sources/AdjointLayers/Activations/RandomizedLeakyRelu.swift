public import AdjointCore
import AdjointOperations

extension Tensor {
    /// x where it is not negative, alpha·x elsewhere, with a slope alpha drawn anew for each element and step in
    /// training and fixed at the middle of its range otherwise. Xu et al. (2015). TF: `rrelu` of TensorFlow Addons.
    ///
    /// Any shape; float32, float64.
    /// - Parameters:
    ///   - slopes: The range of alpha.
    ///   - isTraining: Whether slopes are drawn.
    ///   - seed: The op's own seed; see `Graph.init(seed:)` for what happens without one.
    ///   - name: The name scope, `rrelu` by default.
    public func rrelu(
        slopes: ClosedRange<Double> = 0.125...(1.0 / 3), training isTraining: some TrainingFlag = false,
        seed: Int? = nil, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        return graph.nameScope(name ?? "rrelu") {
            func leaky(_ negative: Tensor) -> Tensor {
                select(
                    isGreaterOrEqual(to: 0, file: file, line: line), then: self, else: negative, file: file, line: line)
            }
            return graph.switching(
                on: isTraining,
                then: {
                    let alpha = graph.randomUniform(
                        shape: shapeTensor(file: file, line: line), from: slopes.lowerBound, to: slopes.upperBound,
                        dtype: dtype, seed: seed, file: file, line: line)
                    return leaky(alpha * self)
                },
                else: { leaky((slopes.lowerBound + slopes.upperBound) / 2 * self) })
        }
    }
}
