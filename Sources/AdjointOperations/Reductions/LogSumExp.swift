public import AdjointCore

extension Tensor {
    /// log Σ eˣ along axes, without overflow. TF: `tf.reduce_logsumexp`, built as TensorFlow builds it.
    ///
    /// float32, float64; -∞ where there are no elements.
    /// - Parameters:
    ///   - axes: One axis, several, or a tensor of them, negative ones counting from the end; all by default.
    ///   - keepingDimensions: Whether reduced axes stay with extent 1.
    public func logSumExp(
        axes: (any IndexOperand)? = nil, keepingDimensions: Bool = false, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        let site = CreationSite(file, line)
        return graph.scoped(name ?? "ReduceLogSumExp") { scope in
            let largest = max(axes: axes, keepingDimensions: true, file: file, line: line)
            // An infinite maximum would make NaN of ∞ - ∞.
            let shift = select(largest.isFinite(), then: largest, else: Float(0)).stopGradient()
            let difference = applying(Sub(), with: shift, name: nil, site: site)
            let sums = difference.exp().sum(axes: axes, keepingDimensions: keepingDimensions)
            let logarithm = sums.log()
            let shiftBack =
                keepingDimensions ? shift : shift.reshaped(to: logarithm.shapeTensor(optimize: false))
            return logarithm.applying(AddV2(), with: shiftBack, name: scope, site: site)
        }
    }
}
