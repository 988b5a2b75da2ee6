public import AdjointCore

extension Tensor {
    /// The softmax along an axis: eˣⁱ / Σⱼ eˣʲ.
    ///
    /// Along any but the last axis it is taken between two transpositions, as TensorFlow builds it; the rank must then
    /// be known. float32, float64. TF: `tf.nn.softmax`.
    public func softmax(
        axis: Int, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        alongLastAxis(insteadOf: axis, name: name, site: CreationSite(file, line)) {
            $0.softmax(name: $1, file: file, line: line)
        }
    }

    /// The logarithm of the softmax along an axis: xᵢ - log Σⱼ eˣʲ.
    ///
    /// As ``softmax(axis:name:file:line:)`` in all else. TF: `tf.nn.log_softmax`.
    public func logSoftmax(
        axis: Int, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        alongLastAxis(insteadOf: axis, name: name, site: CreationSite(file, line)) {
            $0.logSoftmax(name: $1, file: file, line: line)
        }
    }

    /// Applies `body`, which works along the last axis, along another by exchanging the two before and after.
    /// TF: `_wrap_2d_function`.
    private func alongLastAxis(
        insteadOf axis: Int, name: String?, site: CreationSite, _ body: (Tensor, String?) -> Tensor
    ) -> Tensor {
        guard isValid else { return self }
        if axis == -1 || axis == shape.rank.map({ $0 - 1 }) { return body(self, name) }
        guard let rank = shape.rank, axis >= -rank, axis < rank else {
            return graph.record(
                GraphError(
                    .shape, "axis \(axis) is out of range for a tensor of shape \(shape)", operationType: Softmax.type,
                    operationName: name, site: site))
        }
        let exchanged = axis < 0 ? axis + rank : axis
        _ = rankTensor()
        let rankTensor = rankTensor()
        func exchanging(_ tensor: Tensor, name: String?) -> Tensor {
            let last = rankTensor.subtracting(1)
            let before = graph.range(from: 0, to: exchanged)
            let between = graph.range(from: exchanged + 1, to: last)
            let permutation = graph.scoped("concat") { ownName in
                let lastEntry = stack([last], name: "values_1")
                let exchangedEntry = graph.constant([Int32(exchanged)], name: "values_3")
                return concatenate([before, lastEntry, between, exchangedEntry], axis: 0, name: ownName)
            }
            return tensor.transposed(permutation: permutation, name: name, file: site.fileID, line: site.line)
        }
        let result = body(exchanging(self, name: nil), nil)
        return exchanging(result, name: name)
    }
}
