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
        return droppingOut(training: isTraining, name: name, site: site) {
            droppingOut(
                rate: rate, noiseShape: noiseShape.map { self.noiseShape($0, site: site) }, seed: seed, site: site)
        }
    }

    /// Dropout at a rate that the graph computes or that is fed; as a program that feeds how much is kept has it,
    /// `x.dropout(rate: 1 - keepProbability, training: true)`. TF: `tf.layers.dropout`, `tf.nn.dropout`.
    ///
    /// As at a fixed rate; rate: a scalar of the tensor's element type. Rates outside of 0..<1 are not looked for; what
    /// comes of them means nothing.
    public func dropout(
        rate: Tensor, noiseShape: [Int?]? = nil, training isTraining: some TrainingFlag = false, seed: Int? = nil,
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid, rate.isValid else { return isValid ? rate : self }
        let site = CreationSite(file, line)
        guard DTypeSet.real.contains(dtype), rate.dtype == dtype, rate.shape.isCompatible(with: .scalar) else {
            return graph.record(
                GraphError(
                    rate.shape.isCompatible(with: .scalar) ? .elementType : .shape,
                    "dropout of \(dtype.name) takes a scalar rate of float32 or float64, the tensor's own type, not "
                        + "\(rate.dtype.name) \(rate.shape)",
                    operationType: "dropout", operationName: name, site: site))
        }
        return droppingOut(training: isTraining, name: name, site: site) {
            let shape = noiseShape.map { self.noiseShape($0, site: site) }
            return graph.nameScope("dropout") {
                let one = graph.constant(NDArray(1, dtype: dtype), file: file, line: line)
                let kept = graph.addTensor(Sub(), inputs: [one, rate], site: site)
                let scaled = graph.addTensor(RealDiv(), inputs: [self, kept], site: site)
                return keeping(scaled, noiseShape: shape, seed: seed, site: site) {
                    $0.isGreaterOrEqual(to: rate, file: file, line: line)
                }
            }
        }
    }

    private func droppingOut(
        training isTraining: some TrainingFlag, name: String?, site: CreationSite, _ dropped: () -> Tensor
    ) -> Tensor {
        graph.layerScope(name, kind: "dropout") {
            graph.switching(
                on: isTraining, then: dropped, else: { identity(file: site.fileID, line: site.line) })
        }
    }

    /// The subgraph of dropout at a fixed rate. TF: `tf.nn.dropout`.
    func droppingOut(rate: Double, noiseShape: Tensor? = nil, seed: Int?, site: CreationSite) -> Tensor {
        guard rate > 0 else { return self }
        let (file, line) = (site.fileID, site.line)
        return graph.nameScope("dropout") {
            let scale = graph.constant(NDArray(1 / (1 - rate), dtype: dtype), file: file, line: line)
            let scaled = multiplied(by: scale, file: file, line: line)
            return keeping(scaled, noiseShape: noiseShape, seed: seed, site: site) {
                $0.isGreaterOrEqual(to: rate, file: file, line: line)
            }
        }
    }

    /// The scaled elements where a number drawn for them says so, and zeros elsewhere.
    private func keeping(
        _ scaled: Tensor, noiseShape: Tensor?, seed: Int?, site: CreationSite, where isKept: (Tensor) -> Tensor
    ) -> Tensor {
        let (file, line) = (site.fileID, site.line)
        let numbers = graph.randomUniform(
            shape: noiseShape ?? shapeTensor(file: file, line: line), dtype: dtype, seed: seed, file: file, line: line)
        let isKept = isKept(numbers)
        let zero = graph.constant(NDArray(0, dtype: dtype), file: file, line: line)
        return graph.addTensor(SelectV2(), inputs: [isKept, scaled, zero], site: site)
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
