public import AdjointCore
import AdjointOperations

extension Tensor {
    /// In training, sets a random part of the elements to zero and scales the others up, so that the expected sum
    /// stays. TF: `tf.layers.dropout`.
    ///
    /// Any shape; float32, float64. Srivastava et al. (2014).
    /// - Parameters:
    ///   - rate: The probability that an element is dropped, in 0..<1.
    ///   - noiseShape: The shape of what is drawn, which broadcasts to the tensor's; `nil` stands for the tensor's own
    ///     dimension. `[nil, 1, nil]` drops the same channels at every step of a sequence.
    ///   - isTraining: Otherwise the result is the tensor itself.
    ///   - seed: The op's own seed; see `Graph.init(seed:)` for what happens without one.
    ///   - name: `dropout`, `dropout_1`… by default.
    public func dropout(
        rate: Double = 0.5, noiseShape: [Int?]? = nil, training isTraining: some TrainingFlag = false,
        seed: Int? = nil, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
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
            graph.switching(
                on: isTraining,
                then: {
                    droppingOut(
                        rate: rate, noiseShape: noiseShape.map { self.noiseShape($0, site: site) }, seed: seed,
                        site: site)
                }, else: { identity(file: file, line: line) })
        }
    }

    /// The subgraph of dropout at a fixed rate. TF: `tf.nn.dropout`.
    func droppingOut(rate: Double, noiseShape: Tensor? = nil, seed: Int?, site: CreationSite) -> Tensor {
        guard rate > 0 else { return self }
        let (file, line) = (site.fileID, site.line)
        return graph.nameScope("dropout") {
            let scale = graph.constant(NDArray(1 / (1 - rate), dtype: dtype), file: file, line: line)
            let scaled = multiplied(by: scale, file: file, line: line)
            let numbers = graph.randomUniform(
                shape: noiseShape ?? shapeTensor(file: file, line: line), dtype: dtype, seed: seed, file: file,
                line: line)
            let isKept = numbers.isGreaterOrEqual(to: rate, file: file, line: line)
            let zero = graph.constant(NDArray(0, dtype: dtype), file: file, line: line)
            return graph.addTensor(SelectV2(), inputs: [isKept, scaled, zero], site: site)
        }
    }

    /// A shape some of whose dimensions are this tensor's own, as a vector.
    private func noiseShape(_ dimensions: [Int?], site: CreationSite) -> Tensor {
        let (file, line) = (site.fileID, site.line)
        let known = dimensions.compactMap { $0 }
        let sizes = shapeTensor(file: file, line: line)
        guard known.count < dimensions.count else {
            return graph.constant(known.map { Int32(clamping: $0) }, file: file, line: line)
        }
        let own = dimensions.indices.map { dimensions[$0] == nil ? sizes[$0] : nil }
        let scope = graph.resolveNameScope("packed")
        return graph.nameScope(scope + "/") {
            let entries = dimensions.indices.map { index in
                own[index]
                    ?? graph.constant(Int32(clamping: dimensions[index]!), name: "\(index)", file: file, line: line)
            }
            return stack(entries, name: scope + "/", file: file, line: line)
        }
    }
}
