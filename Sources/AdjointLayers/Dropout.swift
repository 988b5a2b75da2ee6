public import AdjointCore
import AdjointOperations

extension Tensor {
    /// In training, sets a random part of the elements to zero and scales the others up, so that the expected sum
    /// stays. TF: `tf.layers.dropout`.
    ///
    /// Any shape; float32, float64. Srivastava et al. (2014).
    /// - Parameters:
    ///   - rate: The probability that an element is dropped, in 0..<1.
    ///   - isTraining: Otherwise the result is the tensor itself.
    ///   - seed: The op's own seed; see `Graph.init(seed:)` for what happens without one.
    ///   - name: `dropout`, `dropout_1`… by default.
    public func dropout(
        rate: Double = 0.5, training isTraining: Bool = false, seed: Int? = nil, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        let site = CreationSite(file, line)
        guard rate >= 0, rate < 1, DTypeSet.real.contains(dtype) else {
            return graph.record(
                GraphError(
                    rate >= 0 && rate < 1 ? .elementType : .value,
                    rate >= 0 && rate < 1
                        ? "dropout takes float32 or float64, not \(dtype.name)" : "the rate \(rate) is not in 0..<1",
                    operationType: "dropout", operationName: name, site: site))
        }
        return graph.layerScope(name, kind: "dropout") {
            isTraining
                ? droppingOut(rate: rate, seed: seed, site: site) : identity(file: file, line: line)
        }
    }

    /// The subgraph of dropout at a fixed rate. TF: `tf.nn.dropout`.
    private func droppingOut(rate: Double, seed: Int?, site: CreationSite) -> Tensor {
        guard rate > 0 else { return self }
        let (file, line) = (site.fileID, site.line)
        return graph.nameScope("dropout") {
            let scale = graph.constant(NDArray(1 / (1 - rate), dtype: dtype), file: file, line: line)
            let scaled = multiplied(by: scale, file: file, line: line)
            let numbers = graph.randomUniform(
                shape: shapeTensor(file: file, line: line), dtype: dtype, seed: seed, file: file, line: line)
            let isKept = numbers.isGreaterOrEqual(to: rate, file: file, line: line)
            let zero = graph.constant(NDArray(0, dtype: dtype), file: file, line: line)
            return graph.addTensor(SelectV2(), inputs: [isKept, scaled, zero], site: site)
        }
    }
}
